"""GELU written otherwise, for a compiler or in bf16, is the same function."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from architectures.core.modules.gelu import GeluInBf16, gelu_by_sigmoid
from architectures.core.modules.ways import compiled_for_cpu, trains_in_bf16_on_cpu


def by_tanh(x: Tensor) -> Tensor:
    return F.gelu(x, approximate="tanh")


def test_gelu_by_the_sigmoid_is_gelu_by_tanh_and_has_its_slope() -> None:
    x = torch.linspace(-30, 30, 10_001, dtype=torch.float64, requires_grad=True)
    for way in (gelu_by_sigmoid, GeluInBf16.apply):
        ours, theirs = way(x), by_tanh(x)
        assert torch.allclose(ours, theirs, atol=1e-12)
        slopes = (torch.autograd.grad(y.sum(), x)[0] for y in (ours, theirs))
        assert torch.allclose(*slopes, atol=1e-12)


def test_in_bf16_it_is_as_near_as_the_format_allows() -> None:
    x = torch.linspace(-8, 8, 4_001).bfloat16().requires_grad_()
    exact = x.detach().float().requires_grad_()
    ours, theirs = GeluInBf16.apply(x), by_tanh(exact)
    slopes = [torch.autograd.grad(y.sum(), given)[0].float() for y, given in ((ours, x), (theirs, exact))]
    torch.testing.assert_close(ours.float(), theirs, atol=0.01, rtol=2**-7)
    torch.testing.assert_close(*slopes, atol=0.02, rtol=2**-7)


def test_what_runs_as_it_is_written_is_not_compiled() -> None:
    assert not compiled_for_cpu(torch.zeros(1))


def test_only_what_is_trained_in_bf16_goes_that_way() -> None:
    narrow = torch.zeros(1, dtype=torch.bfloat16, requires_grad=True)
    assert trains_in_bf16_on_cpu(narrow)
    assert not trains_in_bf16_on_cpu(narrow.detach())
    assert not trains_in_bf16_on_cpu(narrow.detach().float().requires_grad_())
