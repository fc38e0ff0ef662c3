"""Norm against the formula, for gains of one axis and of more."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from architectures.core.modules.norm import Norm, layer_norm_in_bf16, rms_norm


@pytest.mark.parametrize("kind", ["rms", "layer"])
@pytest.mark.parametrize("shape", [(6,), (3, 6)])
@pytest.mark.parametrize("weight", [True, False])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("offset", [0.0, 1.0])
def test_it_equals_the_formula(
    kind: str, shape: tuple[int, ...], weight: bool, bias: bool, offset: float
) -> None:
    torch.manual_seed(0)
    norm = Norm(shape, kind=kind, eps=0.1, weight=weight, bias=bias, weight_offset=offset)
    for parameter in norm.parameters():
        torch.nn.init.normal_(parameter)
    x = torch.randn(2, 4, 3, 6)
    centred = x - x.mean(-1, keepdim=True) if kind == "layer" else x
    expected = centred * (centred.square().mean(-1, keepdim=True) + 0.1).rsqrt()
    expected = expected if norm.weight is None else expected * (norm.weight + offset)
    expected = expected if norm.bias is None else expected + norm.bias
    assert torch.allclose(norm(x), expected, atol=1e-6)


def test_before_training_it_only_normalises() -> None:
    x = torch.randn(2, 6)
    plain = Norm((6,), weight=False)(x)
    assert torch.allclose(Norm((6,), weight_offset=1.0, bias=True)(x), plain)
    assert torch.allclose(Norm((6,))(x), plain)


@pytest.mark.parametrize("weighted", [True, False])
@pytest.mark.parametrize(("dtype", "near"), [(torch.float32, 1e-5), (torch.bfloat16, 0.06)])
def test_where_it_is_trained_it_is_torchs_and_so_are_its_gradients(
    dtype: torch.dtype, near: float, weighted: bool
) -> None:
    torch.manual_seed(0)
    x = (3 * torch.randn(2, 5, 3, 8)).to(dtype).requires_grad_()
    weight = torch.randn(8).to(dtype).requires_grad_() if weighted else None
    given, weigh = [t for t in (x, weight) if t is not None], torch.randn(x.shape).to(dtype)
    ours, theirs = rms_norm(x, weight, 0.1), F.rms_norm(x, (8,), weight, 0.1)
    torch.testing.assert_close(ours, theirs, atol=near, rtol=near)
    for a, b in zip(*(torch.autograd.grad(y, given, weigh) for y in (ours, theirs)), strict=True):
        torch.testing.assert_close(a, b, atol=5 * near, rtol=near)


def test_zeros_stay_zeros_and_have_a_slope() -> None:
    x = torch.zeros(1, 4, requires_grad=True)
    y = Norm((4,), eps=0.25)(x)
    assert torch.equal(y, torch.zeros(1, 4))
    assert torch.equal(torch.autograd.grad(y.sum(), x)[0], torch.full((1, 4), 2.0))


@pytest.mark.parametrize("biased", [True, False])
def test_gains_learn_the_same_from_many_vectors_in_bf16_as_in_fp32(biased: bool) -> None:
    torch.manual_seed(0)
    x, weigh = torch.randn(20_000, 8) + 1, torch.randn(20_000, 8) + 0.2
    norm = Norm((8,), kind="layer", bias=biased)

    def gradients(dtype: torch.dtype) -> list[torch.Tensor]:
        given = [x.to(dtype).requires_grad_(), *norm.to(dtype).parameters()]
        return [t.float() for t in torch.autograd.grad(norm(given[0]), given, weigh.to(dtype))]

    wide, narrow = gradients(torch.float32), gradients(torch.bfloat16)
    for a, b in zip(wide, narrow, strict=True):
        assert (a - b).norm() < 0.02 * a.norm()


@pytest.mark.parametrize("weighted", [True, False])
def test_layer_norm_with_sums_in_fp32_is_torchs(weighted: bool) -> None:
    torch.manual_seed(0)
    x = torch.randn(2, 5, 8).bfloat16().requires_grad_()
    weight = torch.randn(8).bfloat16() if weighted else None
    ours, theirs = layer_norm_in_bf16(x, weight, None, 1e-5), F.layer_norm(x, (8,), weight, None, 1e-5)
    assert torch.equal(ours, theirs)
    slopes = [torch.autograd.grad(y.square().sum(), x)[0] for y in (ours, theirs)]
    torch.testing.assert_close(*slopes, atol=0.1, rtol=0.02)
