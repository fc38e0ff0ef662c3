"""Norm against the formula, for gains of one axis and of more."""

from __future__ import annotations

import pytest
import torch

from architectures.core.modules.norm import Norm


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
