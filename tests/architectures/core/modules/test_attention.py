"""Attention against the plain formula, written out key by key."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from architectures.core.blocks.attention import Attention
from architectures.core.blocks.base import Env
from architectures.core.modules.attention import Attention as Module
from architectures.core.modules.context import Cache, Context

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


#: One line for each option, and for those that meet in the same computation.
OPTIONS: dict[str, dict[str, Any]] = {
    "plain": {},
    "window": {"window": 3},
    "window of one": {"window": 1},
    "chunk": {"chunk": 4},
    "chunk of one": {"chunk": 1},
    "softcap": {"logit_softcap": 0.5},
    "softcap and window": {"logit_softcap": 0.5, "window": 3},
    "sinks": {"sinks": True},
    "sinks and chunk": {"sinks": True, "chunk": 4},
    "sinks and softcap": {"sinks": True, "logit_softcap": 0.5},
    "gate": {"out_gate": True, "qkv_bias": True},
    "clip": {"clip_qkv": 0.1},
    "alibi": {"position_bias": {"type": "alibi"}},
    "alibi, window and sinks": {"position_bias": {"type": "alibi"}, "window": 4, "sinks": True},
    "t5": {"position_bias": {"type": "t5", "n_buckets": 4, "max_distance": 6}},
    "t5, chunk and softcap": {
        **{"position_bias": {"type": "t5", "n_buckets": 4, "max_distance": 6}},
        **{"chunk": 4, "logit_softcap": 0.5},
    },
    "all rotations": {"rope": {"reversed": True, "fraction": 0.5}, "qk_norm": {"bias": True}},
}
every_option = pytest.mark.parametrize("params", OPTIONS.values(), ids=OPTIONS.keys())


def drawn(params: dict[str, Any]) -> Module:
    module, generator = make(n_kv_heads=2, **params), torch.Generator().manual_seed(2)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.normal_(0.0, 0.4, generator=generator)
    return module


@every_option
@pytest.mark.parametrize("sizes", [[1] * T, [4, 1, 1, 3], [2, 5, 2], [8, 1]], ids=str)
def test_in_pieces_it_computes_the_same_as_at_once(params: dict[str, Any], sizes: list[int]) -> None:
    module, cache, pieces = drawn(params), Cache(B, T), []
    with torch.no_grad():
        for piece in stream().split(sizes, 1):
            pieces.append(module(piece, ctx=Context.of(piece[..., 0], cache)))
            cache.length += piece.shape[1]
    assert torch.allclose(torch.cat(pieces, 1), run(module, stream()), atol=1e-5)
    kept = Attention.model_validate({"n_heads": 4, "n_kv_heads": 2, **params}).cache_values(C, T)
    assert cache.n_bytes() == kept * 4 * B


@every_option
def test_each_option_changes_what_is_computed(params: dict[str, Any]) -> None:
    module, plain = drawn(params), make(n_kv_heads=2)
    plain.load_state_dict(
        {k: v for k, v in module.state_dict().items() if k in plain.state_dict()}, strict=False
    )
    assert torch.allclose(run(module, stream()), run(plain, stream()), atol=1e-4) == (not params)


@every_option
def test_each_option_runs_in_bf16_and_without_memory(params: dict[str, Any]) -> None:
    module, x = drawn(params), stream()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        near = module(x, ctx=Context.of(x[..., 0]))
    assert near.dtype == torch.bfloat16
    assert torch.allclose(near.float(), run(module, x), atol=0.3)
    module, x = module.to("meta"), x.to("meta")
    assert module(x, ctx=Context.of(x[..., 0])).shape == x.shape
