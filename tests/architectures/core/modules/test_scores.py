"""The fused kernel and attention written out give the same."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from architectures.core.modules.masks import seen
from architectures.core.modules.scores import (
    causal_products,
    explicit,
    fused,
    in_products,
    products,
    with_empty,
    with_sinks,
)

B, H, T, L, D = 2, 4, 3, 7, 8
GENERATOR = torch.Generator()


def qkv(n_kv_heads: int) -> tuple[Tensor, Tensor, Tensor]:
    GENERATOR.manual_seed(0)
    shapes = (B, H, T, D), (B, n_kv_heads, L, D), (B, n_kv_heads, L, D)
    q, k, v = (torch.randn(shape, generator=GENERATOR) for shape in shapes)
    return q, k, v


@pytest.mark.parametrize("n_kv_heads", [4, 2, 1])
@pytest.mark.parametrize("kind", ["bool", "added"])
def test_both_ways_agree(n_kv_heads: int, kind: str) -> None:
    q, k, v = qkv(n_kv_heads)
    mask = seen(torch.arange(L - T, L), L, window=4)
    if kind == "added":
        mask = torch.randn(H, T, L, generator=GENERATOR).masked_fill(~mask, -torch.inf)
    assert torch.allclose(fused(q, k, v, mask, 0.3), explicit(q, k, v, mask, 0.3), atol=1e-6)


def test_without_a_mask_tokens_are_causal() -> None:
    q, k, v = qkv(2)
    mask = seen(torch.arange(T), T)
    assert torch.allclose(
        fused(q, k[:, :, :T], v[:, :, :T], None, 0.3),
        explicit(q, k[:, :, :T], v[:, :, :T], mask, 0.3),
        atol=1e-6,
    )


def test_a_cap_bends_large_scores_and_leaves_small_ones() -> None:
    q, k, v = qkv(2)
    mask = seen(torch.arange(L - T, L), L)
    plain, small, large = (explicit(q, k, v, mask, 0.3, softcap=c) for c in (None, 1e4, 0.1))
    assert torch.allclose(small, plain, atol=1e-5)
    flat = explicit(q * 0, k, v, mask, 0.3)
    assert (large - flat).abs().max() < (plain - flat).abs().max() / 3


def test_a_sink_takes_its_share_and_gives_nothing() -> None:
    q, k, v = qkv(2)
    bias = torch.zeros(H, T, L).masked_fill(~seen(torch.arange(L - T, L), L), -torch.inf)
    sinks = torch.tensor([-30.0, 0.0, 2.0, 30.0])
    y = fused(q, with_empty(k), with_empty(v), with_sinks(bias, sinks), 0.3)
    scores = q @ k.repeat_interleave(2, 1).transpose(-1, -2) * 0.3 + bias
    total = scores.exp().sum(-1, keepdim=True)
    share = total / (total + sinks.exp()[:, None, None])
    assert torch.allclose(y, share * fused(q, k, v, bias, 0.3), atol=1e-6)
    assert y[:, 3].abs().max() < 1e-6


@pytest.mark.parametrize("n_kv_heads", [4, 2, 1])
@pytest.mark.parametrize("kind", ["causal", "bool", "added", "one for all heads"])
def test_products_are_the_same_attention_and_the_same_gradients(n_kv_heads: int, kind: str) -> None:
    q, k, v = (t.requires_grad_() for t in qkv(n_kv_heads))
    mask = seen(torch.arange(L - T, L), L, window=None if kind == "causal" else 4)
    if kind == "added":
        mask = torch.randn(H, T, L, generator=GENERATOR).masked_fill(~mask, -torch.inf)
    elif kind == "one for all heads":
        mask = torch.randn(1, T, L, generator=GENERATOR).masked_fill(~mask, -torch.inf)
    ours, theirs = products(q, k, v, mask, 0.3), explicit(q, k, v, mask, 0.3)
    assert torch.allclose(ours, theirs, atol=1e-6)
    weights = torch.randn(ours.shape, generator=GENERATOR)
    for a, b in zip(
        *(torch.autograd.grad((y * weights).sum(), (q, k, v)) for y in (ours, theirs)), strict=True
    ):
        assert torch.allclose(a, b, atol=1e-5)


@pytest.mark.parametrize("masked", [False, True])
def test_bf16_goes_through_products_and_is_near_fp32(masked: bool) -> None:
    q, k, v = qkv(2)
    k, v = k[:, :, :T], v[:, :, :T]
    mask = seen(torch.arange(T), T, window=2) if masked else None
    narrow = tuple(t.to(torch.bfloat16) for t in (q, k, v))
    assert in_products(*narrow[:2])
    assert not in_products(q, k)
    assert torch.allclose(fused(*narrow, mask, 0.3).float(), fused(q, k, v, mask, 0.3), atol=0.03)


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("n_tokens", [2, 128, 129, 200])
def test_causal_products_leave_out_nothing_that_is_seen(
    monkeypatch: pytest.MonkeyPatch, n_tokens: int, compiled: bool
) -> None:
    """A compiler is given the operations one by one."""
    monkeypatch.setattr(torch.compiler, "is_compiling", lambda: compiled)
    GENERATOR.manual_seed(0)
    q, k, v = (torch.randn(1, 2, n_tokens, D, generator=GENERATOR, requires_grad=True) for _ in range(3))
    ours = causal_products(q, k, v, 0.3)
    theirs = explicit(q, k, v, seen(torch.arange(n_tokens), n_tokens), 0.3)
    assert torch.allclose(ours, theirs, atol=1e-6)
    weights = torch.randn(ours.shape, generator=GENERATOR)
    for a, b in zip(
        *(torch.autograd.grad((y * weights).sum(), (q, k, v)) for y in (ours, theirs)), strict=True
    ):
        assert torch.allclose(a, b, atol=1e-5)


def test_long_causal_products_drop_weights_while_training() -> None:
    GENERATOR.manual_seed(0)
    q, k, v = (torch.randn(1, 2, 200, D, generator=GENERATOR) for _ in range(3))
    torch.manual_seed(0)
    dropped = torch.stack([causal_products(q, k, v, 0.3, dropout=0.5) for _ in range(400)])
    whole = causal_products(q, k, v, 0.3)
    assert not torch.allclose(dropped[0], whole, atol=0.1)
    assert (dropped.mean(0) - whole).abs().mean() < 0.05
