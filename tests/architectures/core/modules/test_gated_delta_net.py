"""The gated DeltaNet mixer against the published one, at random weights."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F
from transformers import Qwen3NextConfig
from transformers.models.qwen3_next.modeling_qwen3_next import Qwen3NextGatedDeltaNet

from architectures.core.modules.context import Context
from architectures.core.modules.gated_delta_net import GatedDeltaNet
from architectures.core.modules.initial import Draw

C, K, V = 16, 6, 8


def published(n_k_heads: int, n_v_heads: int, eps: float) -> Qwen3NextGatedDeltaNet:
    torch.manual_seed(0)
    config = Qwen3NextConfig(
        hidden_size=C,
        linear_num_key_heads=n_k_heads,
        linear_num_value_heads=n_v_heads,
        linear_key_head_dim=K,
        linear_value_head_dim=V,
        linear_conv_kernel_dim=4,
        rms_norm_eps=eps,
        num_hidden_layers=1,
    )
    mixer = Qwen3NextGatedDeltaNet(config, 0).eval()
    with torch.no_grad():
        for parameter in mixer.parameters():
            parameter.normal_(0.0, 0.5)
    return mixer


def weights_of(mixer: Qwen3NextGatedDeltaNet, n_k_heads: int, n_v_heads: int) -> dict[str, Tensor]:
    """Take the fused projections apart: for each key head they hold q, k, its values and its gates."""
    w, shared = mixer.state_dict(), n_v_heads // n_k_heads
    qkvz = w["in_proj_qkvz.weight"].view(n_k_heads, -1, C).split([K, K, shared * V, shared * V], 1)
    ba = w["in_proj_ba.weight"].view(n_k_heads, -1, C).split([shared, shared], 1)
    parts = zip(("q", "k", "v", "z", "b", "a"), (*qkvz, *ba), strict=True)
    apart = {f"{name}.weight": part.flatten(0, 1) for name, part in parts}
    return {**w, **apart, "conv.weight": w["conv1d.weight"], "norm_weight": w["norm.weight"]}


@pytest.mark.parametrize(("n_k_heads", "n_v_heads"), [(2, 2), (2, 4), (1, 3)])
@pytest.mark.parametrize("n_tokens", [1, 5, 21, 70])
@pytest.mark.parametrize("eps", [1e-6, 1e-2])
@torch.no_grad()
def test_it_computes_what_the_published_one_computes(
    n_k_heads: int, n_v_heads: int, n_tokens: int, eps: float
) -> None:
    mixer = published(n_k_heads, n_v_heads, eps)
    module = GatedDeltaNet(
        C, n_k_heads=n_k_heads, n_v_heads=n_v_heads, k_dim=K, v_dim=V, eps=eps, chunk_size=16
    )
    weights = weights_of(mixer, n_k_heads, n_v_heads)
    module.load_state_dict({name: weights[name] for name in module.state_dict()})
    x = torch.randn(2, n_tokens, C)
    assert torch.allclose(module(x, ctx=Context.of(x[..., 0])), mixer(x), atol=2e-5)
    assert sum(p.numel() for p in module.parameters()) == sum(p.numel() for p in mixer.parameters())


def test_it_forgets_at_many_rates_at_first() -> None:
    module = GatedDeltaNet(C, n_k_heads=64, n_v_heads=64, k_dim=2, v_dim=2)
    module.reset(Draw(seed=0, n_layers=1))
    kept = (-module.A_log.exp() * F.softplus(module.dt_bias)).exp()  # of a table, from token to token
    assert kept.min() < 0.7
    assert kept.max() > 0.98
    assert module.norm_weight.eq(1).all()
