"""Causal attention out of the one product that gives queries, keys and values: fewer copies where a CPU trains it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from architectures.core.modules.causal import attend, attend_back
from architectures.core.modules.linear import in_one_product
from architectures.core.modules.rope import rotated
from architectures.core.modules.scores import MOST_KEYS
from architectures.core.modules.ways import another_way


@dataclass(frozen=True)
class Heads:
    """What a product [B, T, (H + 2 K) D] holds of each token: H queries, then K keys and K values, of D channels."""

    n_heads: int
    n_kv_heads: int
    scale: float

    def first(self, y: Tensor) -> Tensor:
        """[B, T, n D] -> [n, B, T, D], where n heads are apart from one another."""
        B, T, _ = y.shape
        D = y.shape[-1] // (self.n_heads + 2 * self.n_kv_heads)
        return y.view(B, T, -1, D).permute(2, 0, 1, 3).contiguous()

    def apart(self, heads: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """[H + 2 K, B, T, D] -> [H B, T, D], [K B, T, D] and [K B, T, D], which share its memory."""
        q, k, v = torch.split(heads, [self.n_heads, self.n_kv_heads, self.n_kv_heads])
        return q.flatten(0, 1), k.flatten(0, 1), v.flatten(0, 1)

    def for_all(self, x: Tensor) -> Tensor:
        """Give each query the key or value of its head: [K B, T, D] -> [H B, T, D]"""
        if self.n_kv_heads == self.n_heads:
            return x
        return x.view(self.n_kv_heads, -1, *x.shape[1:]).repeat_interleave(self._sharing, 0).flatten(0, 1)

    def of_all(self, x: Tensor, into: Tensor) -> None:
        """Add up what queries give to the head that they share: [H B, T, D] into [K B, T, D]."""
        torch.sum(x.view(self.n_kv_heads, self._sharing, -1), 1, out=into.view(self.n_kv_heads, -1))

    @property
    def _sharing(self) -> int:
        return self.n_heads // self.n_kv_heads


@another_way
def out_of_one_product(x: Tensor) -> bool:
    """Whether causal attention of the tokens x [B, T, C] to one another is to be computed by `causal_attention`."""
    return 1 < x.shape[1] <= MOST_KEYS.get(x.dtype, 0) and in_one_product(x)


def causal_attention(
    y: Tensor, heads: Heads, bias: Tensor, turn: tuple[Tensor, Tensor] | None = None
) -> Tensor:
    """[B, T, (H + 2 K) D] -> [B, T, H D]. `bias` [1, T, T] is added to scores; `turn` is that of `turned_whole`."""
    own, partners = turn or (None, None)
    out: Tensor = CausalAttention.apply(y, heads, bias, own, partners)  # type: ignore[no-untyped-call]
    return out


class CausalAttention(torch.autograd.Function):
    """As `causal_attention`. Queries, keys and values are pieces of one copy, and so are their gradients."""

    @staticmethod
    def forward(
        ctx: Any, y: Tensor, of: Heads, bias: Tensor, own: Tensor | None, partners: Tensor | None
    ) -> Tensor:
        heads = of.first(y)
        if own is not None and partners is not None:
            turned = heads[: -of.n_kv_heads]
            rotated(turned, own, partners, 1, into=turned)
        q, k, v = of.apart(heads)
        mixed, weights = attend(q, of.for_all(k), of.for_all(v), bias, of.scale)
        ctx.save_for_backward(heads, own, partners, *weights)
        ctx.of = of
        return mixed.view(of.n_heads, *heads.shape[1:]).permute(1, 2, 0, 3).flatten(2)

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, None, None, None, None]:
        heads, own, partners, *weights = ctx.saved_tensors
        of: Heads = ctx.of
        grads = torch.empty_like(heads)
        into = for_q, for_k, for_v = of.apart(grads)
        shared = of.n_kv_heads != of.n_heads
        if shared:
            into = for_q, torch.empty_like(for_q), torch.empty_like(for_q)
        grad = grad.reshape(*grad.shape[:2], of.n_heads, -1).permute(2, 0, 1, 3).flatten(0, 1)
        q, k, v = of.apart(heads)
        attend_back(grad, q, of.for_all(k), of.for_all(v), weights, of.scale, into)
        if shared:
            of.of_all(into[1], for_k)
            of.of_all(into[2], for_v)
        if own is not None:
            turned = grads[: -of.n_kv_heads]
            rotated(turned, own, partners, -1, into=turned)
        return grads.permute(1, 2, 0, 3).flatten(2), None, None, None, None
