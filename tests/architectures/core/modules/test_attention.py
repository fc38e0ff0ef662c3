"""Attention against the plain formula, written out key by key."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from architectures.core.blocks.attention import Attention
from architectures.core.blocks.base import Env
from architectures.core.modules.attention import Attention as Module
from architectures.core.modules.context import Context
from architectures.core.modules.rope import Rope

B, T, C = 2, 9, 16


def make(**params: Any) -> Module:
    torch.manual_seed(3)
    module = Attention.model_validate({"n_heads": 4, **params}).make(C, Env(10))
    assert isinstance(module, Module)
    return module.eval()


def stream() -> torch.Tensor:
    return torch.randn(B, T, C, generator=torch.Generator().manual_seed(5))


def run(module: Module, x: torch.Tensor) -> torch.Tensor:
    with torch.no_grad():
        return module(x, ctx=Context.of(x[..., 0]))


def by_hand(module: Module, x: torch.Tensor, window: int) -> torch.Tensor:
    """softmax(q k / sqrt(D)) v for each token and head over the last `window` tokens, without RoPE."""
    y, D, shared = torch.zeros(B, T, module.n_heads, module.head_dim), module.head_dim, module.n_heads
    q, k, v = (p(x).view(B, T, -1, D) for p in (module.q, module.k, module.v))
    for t in range(T):
        first = max(0, t - window + 1)
        for h in range(module.n_heads):
            kv = h * module.n_kv_heads // shared
            scores = (k[:, first : t + 1, kv] @ q[:, t, h, :, None])[..., 0] * module.scale
            y[:, t, h] = (scores.softmax(-1)[:, None] @ v[:, first : t + 1, kv])[:, 0]
    return module.o(y.flatten(2))


@pytest.mark.parametrize("n_kv_heads", [4, 2, 1], ids=["MHA", "GQA", "MQA"])
@pytest.mark.parametrize("window", [None, 1, 3, 50])
def test_it_equals_the_formula(n_kv_heads: int, window: int | None) -> None:
    module = make(n_kv_heads=n_kv_heads, window=window)
    with torch.no_grad():
        assert torch.allclose(run(module, stream()), by_hand(module, stream(), window or T), atol=1e-5)


def test_a_written_scale_and_head_size_count() -> None:
    module = make(head_dim=6, scale=0.5, qkv_bias=True, out_bias=True)
    assert module.q.weight.shape == (24, C)
    with torch.no_grad():
        assert torch.allclose(run(module, stream()), by_hand(module, stream(), T), atol=1e-5)


@pytest.mark.parametrize("layout", ["half", "interleaved"])
def test_rope_sees_distances_and_not_positions(layout: str) -> None:
    rope = Rope(8, theta=100.0, layout=layout)
    q, k = torch.randn(2, 1, 1, 1, 8, generator=torch.Generator().manual_seed(0))

    def product(i: int, j: int) -> torch.Tensor:
        return (rope(q, Context(torch.tensor([i]))) * rope(k, Context(torch.tensor([j])))).sum()

    assert torch.allclose(product(3, 1), product(10, 8), atol=1e-5)
    assert not torch.allclose(product(3, 1), product(3, 2), atol=1e-3)


def test_a_fraction_leaves_the_rest_of_each_head_alone() -> None:
    rope = Rope(4, theta=100.0)
    x = torch.randn(1, 1, 3, 8, generator=torch.Generator().manual_seed(0))
    turned = rope(x, Context(torch.arange(3)))
    assert torch.equal(turned[..., 4:], x[..., 4:])
    assert not torch.allclose(turned[:, :, 1:, :4], x[:, :, 1:, :4])


def test_linear_scaling_divides_positions() -> None:
    x = torch.randn(1, 1, 1, 8, generator=torch.Generator().manual_seed(0))
    near, far = Rope(8, theta=100.0), Rope(8, theta=100.0, scaling={"type": "linear", "factor": 4.0})
    assert torch.allclose(far(x, Context(torch.tensor([8]))), near(x, Context(torch.tensor([2]))), atol=1e-6)


@pytest.mark.parametrize(("over", "shape"), [("head", (4,)), ("per_head", (4, 4)), ("full", (16,))])
@pytest.mark.parametrize("when", ["pre_rope", "post_rope"])
def test_qk_norm_makes_the_size_of_queries_irrelevant(over: str, shape: tuple[int, ...], when: str) -> None:
    module = make(rope={}, qk_norm={"over": over, "when": when})
    assert module.q_norm.weight is not None
    assert tuple(module.q_norm.weight.shape) == shape
    before = run(module, stream())
    with torch.no_grad():
        module.q.weight.mul_(50.0)
    assert torch.allclose(run(module, stream()), before, atol=1e-3)


def test_dropout_works_while_training_alone() -> None:
    module = make(dropout=0.5)
    assert torch.equal(run(module, stream()), run(module, stream()))
    module.train()
    assert not torch.equal(run(module, stream()), run(module, stream()))
