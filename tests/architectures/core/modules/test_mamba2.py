"""The Mamba-2 mixer against the published one, at random weights."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch.nn import functional as F
from transformers import Mamba2Config
from transformers.models.mamba2.modeling_mamba2 import Mamba2Mixer

from architectures.core.modules.context import Context
from architectures.core.modules.initial import Draw
from architectures.core.modules.mamba2 import Mamba2

C, HEADS, SIZE, STATE = 16, 4, 8, 6
NAMES = {"conv.weight": "conv1d.weight", "conv.bias": "conv1d.bias", "norm_weight": "norm.weight"}


def published(n_groups: int, **config: Any) -> Mamba2Mixer:
    torch.manual_seed(0)
    sizes = {"hidden_size": C, "num_heads": HEADS, "head_dim": SIZE, "state_size": STATE, "chunk_size": 8}
    mixer = Mamba2Mixer(Mamba2Config(**sizes, n_groups=n_groups, num_hidden_layers=1, **config), 0).eval()
    with torch.no_grad():
        for parameter in mixer.parameters():
            parameter.normal_(0.0, 0.5)
    return mixer


def ours(mixer: Mamba2Mixer, n_groups: int, **options: Any) -> Mamba2:
    module = Mamba2(C, n_heads=HEADS, head_dim=SIZE, state_size=STATE, n_groups=n_groups, **options).eval()
    weights = mixer.state_dict()
    module.load_state_dict({name: weights[NAMES.get(name, name)] for name in module.state_dict()})
    return module


def run(module: Mamba2, x: torch.Tensor) -> torch.Tensor:
    return module(x, ctx=Context.of(x[..., 0]))


@pytest.mark.parametrize("n_groups", [1, 2])
@pytest.mark.parametrize("n_tokens", [1, 5, 8, 21])
@pytest.mark.parametrize("eps", [1e-6, 1e-2])
@torch.no_grad()
def test_it_computes_what_the_published_one_computes(n_groups: int, n_tokens: int, eps: float) -> None:
    mixer = published(n_groups, layer_norm_epsilon=eps)
    x = torch.randn(2, n_tokens, C)
    expected = mixer(x)
    assert sum(p.numel() for p in mixer.parameters()) == sum(
        p.numel() for p in ours(mixer, n_groups).parameters()
    )
    assert torch.allclose(run(ours(mixer, n_groups, eps=eps, chunk_size=4), x), expected, atol=2e-5)


@torch.no_grad()
def test_biases_kernel_and_step_limits_are_those_of_the_published_one() -> None:
    mixer = published(2, use_bias=True, use_conv_bias=False, conv_kernel=3, time_step_limit=(0.5, 0.8))
    x = torch.randn(2, 21, C)
    options = {"bias": True, "conv_bias": False, "conv_kernel": 3}
    bounded = run(ours(mixer, 2, **options, dt_min=0.5, dt_max=0.8), x)
    assert torch.allclose(bounded, mixer(x), atol=2e-5)
    assert not torch.allclose(run(ours(mixer, 2, **options), x), bounded, atol=1e-2)


def test_it_begins_as_the_paper_does() -> None:
    module = Mamba2(C, n_heads=64, head_dim=2)
    module.reset(Draw(seed=0, n_layers=1))
    rates, steps = module.A_log.exp(), F.softplus(module.dt_bias)
    assert rates.min() >= 1
    assert rates.max() <= 16
    assert steps.min() >= 0.99e-3
    assert steps.max() <= 0.101
    assert 0.005 < steps.log().mean().exp() < 0.02  # evenly on a logarithmic scale
    assert module.D.eq(1).all()
