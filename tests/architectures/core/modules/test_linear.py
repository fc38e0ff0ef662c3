"""A linear map is the same, whichever way it is computed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from architectures.core.modules import linear as linear_module
from architectures.core.modules.linear import Linear, in_one_product, in_onednn, one_product, onednn_product

ROWS, C, D = (2, 5), 24, 40
TOLERANCE = {torch.float32: {"atol": 1e-5, "rtol": 1e-5}, torch.bfloat16: {"atol": 0.05, "rtol": 2**-6}}


def drawn(*shape: int, dtype: torch.dtype = torch.float32) -> Tensor:
    generator = torch.Generator().manual_seed(sum(shape))
    return torch.randn(shape, generator=generator).to(dtype).requires_grad_()


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("biased", [True, False])
def test_onednn_gives_what_torch_gives(dtype: torch.dtype, biased: bool) -> None:
    x, weight = drawn(*ROWS, C, dtype=dtype), drawn(D, C, dtype=dtype)
    bias = drawn(D, dtype=dtype) if biased else None
    given = [t for t in (x, weight, bias) if t is not None]
    for weigh in (drawn(*ROWS, D, dtype=dtype).detach(), torch.ones((), dtype=dtype).expand(*ROWS, D)):
        ours, theirs = onednn_product(x, weight, bias), F.linear(x, weight, bias)
        torch.testing.assert_close(ours, theirs, **TOLERANCE[dtype])
        for a, b in zip(*(torch.autograd.grad(y, given, weigh) for y in (ours, theirs)), strict=True):
            torch.testing.assert_close(a, b, **TOLERANCE[dtype])


def test_no_gradient_is_made_that_nobody_wants() -> None:
    x, weight, bias = drawn(*ROWS, C), drawn(D, C), drawn(D)
    frozen = onednn_product(x, weight.detach(), bias.detach())
    assert torch.allclose(
        torch.autograd.grad(frozen.sum(), x)[0], weight.detach().sum(0).expand(*ROWS, C), atol=1e-5
    )


@pytest.mark.parametrize("biased", [True, False])
def test_maps_in_one_product_are_the_maps_one_by_one(biased: bool) -> None:
    x, maps = drawn(*ROWS, C), [Linear(C, n, bias=biased) for n in (D, 8, 8)]
    given = [x, *(p for m in maps for p in m.parameters())]

    def gradients(outputs: Sequence[Tensor]) -> Sequence[Tensor]:
        return torch.autograd.grad([y.square().sum() for y in outputs], given)

    together = one_product(x, maps).split([D, 8, 8], -1)
    apart = [m(x) for m in maps]
    for a, b in zip(together, apart, strict=True):
        torch.testing.assert_close(a, b)
    for a, b in zip(gradients(together), gradients(apart), strict=True):
        torch.testing.assert_close(a, b, atol=1e-5, rtol=1e-5)


def test_a_large_product_is_onednns_where_it_is_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear_module, "LARGE", 2 * 5 * C * D)
    monkeypatch.setattr(linear_module, "HAS_AVX512", True)
    x, layer = drawn(*ROWS, C), Linear(C, D)
    assert in_onednn(x, layer.weight, layer.bias)
    assert type(layer(x).grad_fn).__name__ == "OneDnnProductBackward"
    assert not in_onednn(x.detach(), layer.weight, layer.bias)  # as where text is generated
    assert not in_onednn(x[:1], layer.weight, layer.bias)
    torch.testing.assert_close(layer(x), nn.Linear.forward(layer, x))


def test_few_vectors_do_not_repay_laying_weights_together() -> None:
    assert in_one_product(drawn(4 * C, C))
    assert not in_one_product(drawn(4 * C - 1, C))
    assert not in_one_product(drawn(4 * C, C).detach())
