"""Causal softmax attention with grouped heads (Vaswani et al., 2017; Ainslie et al., 2023), and its many options."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from architectures.core.modules.causal import causal
from architectures.core.modules.context import Context
from architectures.core.modules.heads import Heads, causal_attention, out_of_one_product
from architectures.core.modules.initial import Draw
from architectures.core.modules.linear import Linear, in_one_product, one_product
from architectures.core.modules.masks import added, distances, hidden, seen
from architectures.core.modules.norm import Norm
from architectures.core.modules.position_bias import alibi, t5_buckets
from architectures.core.modules.rope import Rope
from architectures.core.modules.scores import explicit, fused, with_empty, with_sinks
from architectures.core.modules.ways import another_way


class Attention(nn.Module):
    """[B, T, C] -> [B, T, C]. A token sees `window` keys at most, itself included, or those of its `chunk` alone.

    `position_bias` is {"type": "alibi"} or {"type": "t5", "n_buckets", "max_distance"}.
    """

    rejoining = ("o",)
    #: What is added to the scores: a number for each distance and head, no map.
    vectors = ("relative_bias",)

    def __init__(
        self,
        d_model: int,
        *,
        n_heads: int,
        n_kv_heads: int,
        head_dim: int,
        qkv_bias: bool = False,
        out_bias: bool = False,
        scale: float | None = None,
        rope: Rope | None = None,
        window: int | None = None,
        chunk: int | None = None,
        logit_softcap: float | None = None,
        sinks: bool = False,
        out_gate: bool = False,
        clip_qkv: float | None = None,
        position_bias: dict[str, Any] | None = None,
        qk_norm: dict[str, Any] | None = None,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.n_heads, self.n_kv_heads, self.head_dim = n_heads, n_kv_heads, head_dim
        self.scale = head_dim**-0.5 if scale is None else scale
        self.rope, self.window, self.chunk, self.dropout = rope, window, chunk, dropout
        self.logit_softcap, self.clip_qkv = logit_softcap, clip_qkv
        self.q = Linear(d_model, n_heads * head_dim, bias=qkv_bias)
        self.k = Linear(d_model, n_kv_heads * head_dim, bias=qkv_bias)
        self.v = Linear(d_model, n_kv_heads * head_dim, bias=qkv_bias)
        self.o = Linear(n_heads * head_dim, d_model, bias=out_bias)
        self.gate = Linear(d_model, n_heads * head_dim, bias=qkv_bias) if out_gate else None
        self.sinks = nn.Parameter(torch.zeros(n_heads)) if sinks else None
        self.norm_over, self.norm_when, self.bias_type = "", "", ""
        self.keep = min((n - 1 for n in (window, chunk) if n is not None), default=None)  # of the cache
        if qk_norm:
            self._add_norms(dict(qk_norm))
        if position_bias:
            self._add_position_bias(**position_bias)

    def _add_norms(self, options: dict[str, Any]) -> None:
        self.norm_over, self.norm_when = options.pop("over"), options.pop("when")
        self.q_norm = Norm(self._norm_shape(self.n_heads), **options)
        self.k_norm = Norm(self._norm_shape(self.n_kv_heads), **options)

    def _norm_shape(self, n: int) -> tuple[int, ...]:
        if self.norm_over == "full":
            return (n * self.head_dim,)
        return (n, self.head_dim) if self.norm_over == "per_head" else (self.head_dim,)

    def _add_position_bias(self, type: str, n_buckets: int = 0, max_distance: int = 0) -> None:
        self.bias_type, self.n_buckets, self.max_distance = type, n_buckets, max_distance
        if type == "t5":
            self.relative_bias = nn.Parameter(torch.empty(n_buckets, self.n_heads))

    def forward(self, x: Tensor, ctx: Context) -> Tensor:
        if goes_straight(self, x, ctx):
            return self.o(self._straight(x, ctx))  # type: ignore[no-any-return]
        if in_one_product(x):
            maps = (self.q, self.k, self.v)
            q, k, v = torch.split(one_product(x, maps), [m.out_features for m in maps], -1)
        else:
            q, k, v = self.q(x), self.k(x), self.v(x)
        if self.clip_qkv is not None:
            q, k, v = (t.clamp(-self.clip_qkv, self.clip_qkv) for t in (q, k, v))
        q, k = self._heads(q, self.n_heads), self._heads(k, self.n_kv_heads)
        q, k = self._place(q, k, ctx)
        v = self._heads(v, self.n_kv_heads).transpose(1, 2)
        if ctx.cache is not None:
            k, v = ctx.cache.extend(self, k, v, keep=self.keep)
        y = self._attend(q, k, v, ctx).transpose(1, 2).flatten(2)
        if self.gate is not None:
            y = y * torch.sigmoid(self.gate(x))
        return self.o(y)  # type: ignore[no-any-return]

    def _straight(self, x: Tensor, ctx: Context) -> Tensor:
        """[B, T, C] -> [B, T, H D] by one operation that goes back as one."""
        T, heads = x.shape[1], Heads(self.n_heads, self.n_kv_heads, self.scale)
        mask = self._mask(T, T, ctx)
        bias = causal(T, x, ctx) if mask is None else added(mask).to(x.dtype)
        turn = None if self.rope is None else self.rope.whole(x, ctx)
        return causal_attention(one_product(x, (self.q, self.k, self.v)), heads, bias, turn)

    def _heads(self, x: Tensor, n: int) -> Tensor:
        """[B, T, n D] -> [B, T, n, D]"""
        return x.view(*x.shape[:-1], n, self.head_dim)

    def _place(self, q: Tensor, k: Tensor, ctx: Context) -> tuple[Tensor, Tensor]:
        """Normalise and rotate; [B, T, H, D] -> [B, H, T, D]."""
        if self.norm_when == "pre_rope":
            q, k = self._normalise(q, k)
        if self.rope is not None:
            q, k = (self.rope(t.transpose(1, 2), ctx).transpose(1, 2) for t in (q, k))
        if self.norm_when == "post_rope":
            q, k = self._normalise(q, k)
        return q.transpose(1, 2), k.transpose(1, 2)

    def _normalise(self, q: Tensor, k: Tensor) -> tuple[Tensor, Tensor]:
        if self.norm_over == "full":
            return self.q_norm(q.flatten(-2)).view_as(q), self.k_norm(k.flatten(-2)).view_as(k)
        return self.q_norm(q), self.k_norm(k)

    def _attend(self, q: Tensor, k: Tensor, v: Tensor, ctx: Context) -> Tensor:
        """[B, H, T, D] against [B, K, L, D] -> [B, H, T, D]"""
        dropout = self.dropout if self.training else 0.0
        mask = self._mask(q.shape[2], k.shape[2], ctx)
        if mask is not None and self.bias_type:
            mask = self._biased(mask, ctx).to(q.dtype)
        if mask is not None and self.sinks is not None:
            mask = with_sinks(added(mask), self.sinks).to(q.dtype)
            k, v = with_empty(k), with_empty(v)
        if mask is not None and self.logit_softcap is not None:
            return explicit(q, k, v, mask, self.scale, dropout, self.logit_softcap)
        return fused(q, k, v, mask, self.scale, dropout, ctx)

    def _mask(self, n_new: int, n_all: int, ctx: Context) -> Tensor | None:
        """Return which keys each new token sees, [T, L]; None where causality alone decides, and the kernel knows it."""
        limited = self.window is not None and self.window < n_all
        if self.chunk is not None:
            limited = ctx.cache is not None or self.chunk < n_all
        needed = self.logit_softcap is not None or self.sinks is not None or bool(self.bias_type)
        if not limited and not needed and (ctx.cache is None or n_new == n_all or n_new == 1):
            return None
        window, chunk = (self.window, self.chunk) if limited else (None, None)
        key = ("mask", n_new, n_all, window, chunk)
        return ctx.once(key, lambda: seen(ctx.positions, n_all, window, chunk))

    def _biased(self, mask: Tensor, ctx: Context) -> Tensor:
        """Return what is added to the scores for distance, and hides what `mask` [T, L] hides: [H, T, L]."""
        n_all = mask.shape[1]
        apart = ctx.once(("distances", n_all), lambda: distances(ctx.positions, n_all))
        if self.bias_type == "alibi":
            alike = ("alibi", n_all, self.n_heads, self.window, self.chunk)
            return ctx.once(alike, lambda: hidden(alibi(apart, self.n_heads), mask))
        key = ("buckets", n_all, self.n_buckets, self.max_distance)
        buckets = ctx.once(key, lambda: t5_buckets(apart, self.n_buckets, self.max_distance))
        return hidden(self.relative_bias[buckets].permute(2, 0, 1), mask)

    @torch.no_grad()
    def reset(self, draw: Draw) -> None:
        if self.sinks is not None:
            self.sinks.zero_()
        if self.bias_type == "t5":
            draw.normal(self.relative_bias)


@another_way
def goes_straight(layer: Attention, x: Tensor, ctx: Context) -> bool:
    """Whether nothing happens to queries, keys and scores but that whole heads are turned and tokens are hidden."""
    rope = layer.rope
    turned_whole = rope is None or (rope.layout == "half" and rope.dim == layer.head_dim)
    changed = layer.clip_qkv is not None or bool(layer.norm_when) or layer.gate is not None
    weighed = layer.sinks is not None or layer.logit_softcap is not None or bool(layer.bias_type)
    dropped = layer.training and layer.dropout > 0
    usual = turned_whole and not (changed or weighed or dropped) and ctx.cache is None
    return usual and out_of_one_product(x)
