"""Causal softmax attention with grouped heads (Vaswani et al., 2017; Ainslie et al., 2023)."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from architectures.core.modules.context import Context
from architectures.core.modules.norm import Norm
from architectures.core.modules.rope import Rope


class Attention(nn.Module):
    """[B, T, C] -> [B, T, C]. `window` keys are seen at most, the token itself included."""

    rejoining = ("o",)

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
        qk_norm: dict[str, Any] | None = None,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.n_heads, self.n_kv_heads, self.head_dim = n_heads, n_kv_heads, head_dim
        self.scale = head_dim**-0.5 if scale is None else scale
        self.rope, self.window, self.dropout = rope, window, dropout
        self.q = nn.Linear(d_model, n_heads * head_dim, bias=qkv_bias)
        self.k = nn.Linear(d_model, n_kv_heads * head_dim, bias=qkv_bias)
        self.v = nn.Linear(d_model, n_kv_heads * head_dim, bias=qkv_bias)
        self.o = nn.Linear(n_heads * head_dim, d_model, bias=out_bias)
        self.norm_over, self.norm_when = "", ""
        if qk_norm:
            self._add_norms(dict(qk_norm))

    def _add_norms(self, options: dict[str, Any]) -> None:
        self.norm_over, self.norm_when = options.pop("over"), options.pop("when")
        self.q_norm = Norm(self._norm_shape(self.n_heads), **options)
        self.k_norm = Norm(self._norm_shape(self.n_kv_heads), **options)

    def _norm_shape(self, n: int) -> tuple[int, ...]:
        if self.norm_over == "full":
            return (n * self.head_dim,)
        return (n, self.head_dim) if self.norm_over == "per_head" else (self.head_dim,)

    def forward(self, x: Tensor, ctx: Context) -> Tensor:
        q, k, v = self._heads(self.q(x), self.n_heads), self.k(x), self.v(x)
        k, v = self._heads(k, self.n_kv_heads), self._heads(v, self.n_kv_heads)
        q, k = self._place(q, k, ctx)
        v = v.transpose(1, 2)
        if ctx.cache is not None:
            k, v = ctx.cache.extend(self, k, v, keep=None if self.window is None else self.window - 1)
        y = self._attend(q, k, v, ctx)
        return self.o(y.transpose(1, 2).flatten(2))  # type: ignore[no-any-return]

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
        n_new, n_all = q.shape[2], k.shape[2]
        mask = self._mask(n_new, n_all, ctx)
        dropout = self.dropout if self.training else 0.0
        return F.scaled_dot_product_attention(
            q,
            k,
            v,
            attn_mask=mask,
            dropout_p=dropout,
            is_causal=mask is None and n_new > 1,
            scale=self.scale,
            enable_gqa=self.n_heads != self.n_kv_heads,
        )

    def _mask(self, n_new: int, n_all: int, ctx: Context) -> Tensor | None:
        """Return which keys each new token sees, [T, L]; None where causality alone decides."""
        windowed = self.window is not None and self.window < n_all
        if not windowed and (n_new == n_all or n_new == 1):
            return None
        window = self.window if windowed else None
        return ctx.once(("mask", n_new, n_all, window), lambda: seen(ctx.positions, n_all, window))


def seen(positions: Tensor, n_all: int, window: int | None) -> Tensor:
    """Return which of the last `n_all` tokens those at `positions` [T] see, bool [T, L]: `window` of them at most."""
    rows = positions[:, None]
    columns = torch.arange(n_all, device=positions.device)[None] + (positions[-1] + 1 - n_all)
    mask = columns <= rows
    return mask if window is None else mask & (columns > rows - window)
