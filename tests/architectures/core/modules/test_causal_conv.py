"""The causal convolution against its formula, and against PyTorch's own."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from architectures.core.modules.causal_conv import CausalConv, CausalConv1d
from architectures.core.modules.context import Context
from architectures.core.modules.initial import Draw

C = 6


def drawn(**options: Any) -> CausalConv1d:
    module = CausalConv1d(C, **options)
    module.conv.reset(Draw(seed=0, n_layers=1))
    return module


def run(module: CausalConv1d, x: torch.Tensor) -> torch.Tensor:
    with torch.no_grad():
        return module(x, ctx=Context.of(x[..., 0]))


@pytest.mark.parametrize("groups", [1, 2, C])
@pytest.mark.parametrize(("kernel_size", "dilation"), [(1, 1), (3, 1), (3, 4)])
def test_it_computes_what_pytorch_computes_on_a_text_with_zeros_before_it(
    groups: int, kernel_size: int, dilation: int
) -> None:
    module = drawn(kernel_size=kernel_size, dilation=dilation, groups=groups)
    reach = (kernel_size - 1) * dilation
    torchs = torch.nn.Conv1d(C, C, kernel_size, dilation=dilation, groups=groups, padding=reach)
    torchs.load_state_dict(module.conv.state_dict())
    x = torch.randn(2, 9, C)
    assert torch.allclose(run(module, x), torchs(x.mT)[:, :, :9].mT, atol=1e-6)


def test_each_token_sees_as_many_tokens_as_the_kernel_has_and_as_far_apart_as_it_is_dilated() -> None:
    module = drawn(kernel_size=3, dilation=4)
    x = torch.zeros(1, 12, C, requires_grad=True)
    module(x, ctx=Context.of(x[..., 0]))[0, 10].sum().backward()
    assert x.grad is not None
    assert x.grad[0].abs().sum(-1).nonzero().flatten().tolist() == [2, 6, 10]


def test_channels_of_a_depthwise_convolution_do_not_mix() -> None:
    module, x = drawn(kernel_size=3, groups=C), torch.randn(1, 5, C)
    changed = x.clone()
    changed[..., 2] += 1
    differs = (run(module, changed) != run(module, x)).flatten(0, 1).any(0)
    assert differs.tolist() == [False, False, True, False, False, False]


def test_what_comes_out_passes_through_the_activation() -> None:
    plain, bent, x = drawn(kernel_size=2), drawn(kernel_size=2, activation="relu"), torch.randn(1, 5, C)
    assert torch.equal(run(bent, x), run(plain, x).relu())
    assert run(plain, x).min() < 0


def test_weights_begin_within_what_their_number_of_inputs_allows() -> None:
    conv = CausalConv(64, 4, groups=64, bias=True)
    conv.reset(Draw(seed=0, n_layers=1))
    assert 0.4 < conv.weight.abs().max() <= 0.5
    assert conv.bias is not None
    assert 0.3 < conv.bias.abs().max() <= 0.5
