"""Attention out of one product is the attention of queries, keys and values one by one, gradients too."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor

from architectures.core.modules import attention, scores
from architectures.core.modules.attention import goes_straight
from architectures.core.modules.causal import WHOLE
from architectures.core.modules.context import Cache, Context
from tests.architectures.core.modules.test_attention import C, Module, make

SHORT, LONG = (16, 9), (2, WHOLE + 11)  # [B, T]; queries of long ones are taken in two parts
STRAIGHT: dict[str, dict[str, Any]] = {
    "plain": {},
    "biases": {"qkv_bias": True, "out_bias": True},
    "shared heads": {"n_kv_heads": 2},
    "one head for all": {"n_kv_heads": 1, "rope": {}},
    "rotation": {"rope": {}, "scale": 0.7},
    "rotation backwards": {"rope": {"reversed": True}},
    "window": {"window": 5, "n_kv_heads": 2, "rope": {}},
    "chunk": {"chunk": 4},
}
OTHERWISE: dict[str, dict[str, Any]] = {
    "half a rotation": {"rope": {"fraction": 0.5}},
    "neighbours rotate": {"rope": {"layout": "interleaved"}},
    "norms": {"qk_norm": {}},
    "softcap": {"logit_softcap": 0.5},
    "sinks": {"sinks": True},
    "gate": {"out_gate": True},
    "clip": {"clip_qkv": 0.1},
    "alibi": {"position_bias": {"type": "alibi"}},
    "dropout": {"dropout": 0.5},
}


@pytest.fixture(autouse=True)
def products(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where products of matrices are faster in fp32 too, whose differences show."""
    monkeypatch.setitem(scores.MOST_KEYS, torch.float32, 256)


def stream(size: tuple[int, int]) -> Tensor:
    return torch.randn(*size, C, generator=torch.Generator().manual_seed(5)).requires_grad_()


def trained(layer: Module, x: Tensor) -> list[Tensor]:
    """Return what a layer gives, and the gradients of x and of all of its weights."""
    y = layer(x, Context.of(x[..., 0]))
    aims = torch.randn(y.shape, generator=torch.Generator().manual_seed(6)).to(y.dtype)
    return [y, *torch.autograd.grad((y * aims).sum(), [x, *layer.parameters()])]


@pytest.mark.parametrize("params", STRAIGHT.values(), ids=STRAIGHT.keys())
@pytest.mark.parametrize("size", [SHORT, LONG], ids=["short", "long"])
def test_it_computes_what_the_usual_way_does(
    monkeypatch: pytest.MonkeyPatch, params: dict[str, Any], size: tuple[int, int]
) -> None:
    layer, x = make(**params).train(), stream(size)
    assert goes_straight(layer, x, Context.of(x[..., 0]))
    ours = trained(layer, x)
    monkeypatch.setattr(attention, "goes_straight", lambda *_: False)
    monkeypatch.delitem(scores.MOST_KEYS, torch.float32)
    for a, b in zip(ours, trained(layer, x), strict=True):
        torch.testing.assert_close(a, b, atol=2e-5, rtol=1e-4)


@pytest.mark.parametrize("size", [SHORT, LONG], ids=["short", "long"])
def test_in_bf16_it_is_as_near_to_fp32_as_the_usual_way(
    monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    layer, x = make(rope={}, n_kv_heads=2).train(), stream(size)
    exact = trained(layer, x)
    layer, x = layer.bfloat16(), x.detach().bfloat16().requires_grad_()
    assert goes_straight(layer, x, Context.of(x[..., 0]))
    ours = trained(layer, x)
    monkeypatch.setattr(attention, "goes_straight", lambda *_: False)
    for right, straight, usual in zip(exact, ours, trained(layer, x), strict=True):
        off, as_usual = ((t.float() - right).norm() / right.norm() for t in (straight, usual))
        assert off < max(0.01, 1.3 * as_usual)


@pytest.mark.parametrize("params", OTHERWISE.values(), ids=OTHERWISE.keys())
def test_what_changes_queries_or_scores_goes_the_usual_way(params: dict[str, Any]) -> None:
    layer, x = make(**params).train(), stream(SHORT)
    assert not goes_straight(layer, x, Context.of(x[..., 0]))


def test_text_that_is_generated_goes_the_usual_way() -> None:
    layer, x = make(), stream(SHORT)
    ids = x[..., 0]
    assert goes_straight(layer, x, Context.of(ids))
    assert not goes_straight(layer, x.detach(), Context.of(ids))
    assert not goes_straight(layer, x, Context.of(ids, Cache(*SHORT)))
    assert not goes_straight(layer, stream((1, 300)), Context(torch.arange(300)))
