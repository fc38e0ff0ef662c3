"""Causal attention as products of matrices, forwards and back: queries of the first half leave out later keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor

from architectures.core.modules.context import Context

WHOLE = 128  # up to so many tokens nothing is gained by leaving out keys that half of the queries do not see


def causal(n: int, like: Tensor, ctx: Context | None = None) -> Tensor:
    """Return what is added to the scores of n tokens among themselves, [1, n, n]; one for all layers of a pass."""
    if ctx is not None:
        return ctx.once(("causal", n, like.dtype), lambda: causal(n, like))
    return torch.full((1, n, n), -torch.inf, dtype=like.dtype, device=like.device).triu_(1)


def parts(n_tokens: int) -> Iterator[tuple[slice, slice]]:
    """Yield which queries to take together, and the keys that they see; the last ones, which see all, first."""
    half = n_tokens // 2 if n_tokens > WHOLE else 0
    yield slice(half, n_tokens), slice(0, n_tokens)
    if half:
        yield slice(0, half), slice(0, half)


def attend(q: Tensor, k: Tensor, v: Tensor, bias: Tensor, scale: float) -> tuple[Tensor, list[Tensor]]:
    """[N, T, D] each -> [N, T, D], and the weights of each part. `bias` [1, T, T] hides at least the keys to come."""
    y, weights = torch.empty_like(q), list[Tensor]()
    for some, seen in parts(q.shape[1]):
        hides = bias[:, some, seen].expand(len(q), -1, -1)
        scores = torch.baddbmm(hides, q[:, some], k[:, seen].mT, alpha=scale)
        weights.append(scores.softmax(-1))
        torch.bmm(weights[-1], v[:, seen], out=y[:, some])
    return y, weights


def attend_back(
    grad: Tensor,
    q: Tensor,
    k: Tensor,
    v: Tensor,
    weights: Sequence[Tensor],
    scale: float,
    into: tuple[Tensor, Tensor, Tensor],
) -> None:
    """Write the gradients of q, k and v `into` tensors like them."""
    for_q, for_k, for_v = into
    for n, ((some, seen), weight) in enumerate(zip(parts(q.shape[1]), weights, strict=True)):
        add = min(n, 1)  # the first part writes what those after it add to
        _add_product(for_v[:, seen], weight.mT, grad[:, some], add, 1.0)
        for_weight = torch.bmm(grad[:, some], v[:, seen].mT)
        for_scores = torch._softmax_backward_data(for_weight, weight, -1, weight.dtype)
        _add_product(for_q[:, some], for_scores, k[:, seen], 0, scale)
        _add_product(for_k[:, seen], for_scores.mT, q[:, some], add, scale)


def _add_product(into: Tensor, a: Tensor, b: Tensor, times: int, scale: float) -> None:
    torch.baddbmm(into, a, b, beta=times, alpha=scale, out=into)


class CausalProducts(torch.autograd.Function):
    """q, k, v [N, T, D], bias [1, T, T] -> [N, T, D]"""

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor, bias: Tensor, scale: float) -> Tensor:
        y, weights = attend(q, k, v, bias, scale)
        ctx.save_for_backward(q, k, v, *weights)
        ctx.scale = scale
        return y

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, Tensor, Tensor, None, None]:
        q, k, v, *weights = ctx.saved_tensors
        into = torch.empty_like(q), torch.empty_like(k), torch.empty_like(v)
        attend_back(grad, q, k, v, weights, ctx.scale, into)
        return (*into, None, None)
