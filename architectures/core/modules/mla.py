"""Attention whose keys and values are rebuilt from a small latent (DeepSeek-AI, 2024)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from architectures.core.modules.context import Context
from architectures.core.modules.linear import Linear
from architectures.core.modules.masks import seen
from architectures.core.modules.norm import Norm
from architectures.core.modules.rope import Rope
from architectures.core.modules.scores import fused


class MLA(nn.Module):
    """[B, T, C] -> [B, T, C]. Decoding keeps the latent and the rotated part of the key: R + P numbers a token.

    R is `kv_lora_rank`, P `qk_rope_dim`, N `qk_nope_dim`, V `v_dim`.
    """

    rejoining = ("o",)

    def __init__(
        self,
        d_model: int,
        *,
        n_heads: int,
        kv_lora_rank: int,
        qk_nope_dim: int,
        qk_rope_dim: int,
        v_dim: int,
        q_lora_rank: int | None = None,
        rope: Rope | None = None,
        scale: float | None = None,
        norm_eps: float = 1e-6,
        bias: bool = False,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.n_heads, self.kv_lora_rank, self.q_lora_rank = n_heads, kv_lora_rank, q_lora_rank
        self.qk_nope_dim, self.qk_rope_dim, self.v_dim = qk_nope_dim, qk_rope_dim, v_dim
        self.rope, self.dropout = rope, dropout
        size = qk_nope_dim + qk_rope_dim
        self.scale = size**-0.5 if scale is None else scale
        if q_lora_rank is None:
            self.q = Linear(d_model, n_heads * size, bias=False)
        else:
            self.q_a = Linear(d_model, q_lora_rank, bias=bias)
            self.q_a_norm = Norm((q_lora_rank,), eps=norm_eps)
            self.q_b = Linear(q_lora_rank, n_heads * size, bias=False)
        self.kv_a = Linear(d_model, kv_lora_rank + qk_rope_dim, bias=bias)
        self.kv_a_norm = Norm((kv_lora_rank,), eps=norm_eps)
        self.kv_b = Linear(kv_lora_rank, n_heads * (qk_nope_dim + v_dim), bias=False)
        self.o = Linear(n_heads * v_dim, d_model, bias=bias)

    def forward(self, x: Tensor, ctx: Context) -> Tensor:
        q_nope, q_rope = self._queries(x, ctx)
        latent, k_rope = self._latents(x, ctx)
        if ctx.cache is None:
            y = self._attend(q_nope, q_rope, latent, k_rope, ctx)
        else:
            latent, k_rope = ctx.cache.extend(self, latent, k_rope)
            y = self._attend_absorbed(q_nope, q_rope, latent, k_rope, ctx)
        return self.o(y.transpose(1, 2).flatten(2))  # type: ignore[no-any-return]

    def _queries(self, x: Tensor, ctx: Context) -> tuple[Tensor, Tensor]:
        """[B, T, C] -> [B, H, T, N] and, rotated, [B, H, T, P]"""
        q = self.q(x) if self.q_lora_rank is None else self.q_b(self.q_a_norm(self.q_a(x)))
        q = q.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
        q_nope, q_rope = torch.split(q, [self.qk_nope_dim, self.qk_rope_dim], -1)
        return q_nope, q_rope if self.rope is None else self.rope(q_rope, ctx)

    def _latents(self, x: Tensor, ctx: Context) -> tuple[Tensor, Tensor]:
        """[B, T, C] -> [B, 1, T, R] and, rotated, [B, 1, T, P], the same for all heads"""
        latent, k_rope = torch.split(self.kv_a(x), [self.kv_lora_rank, self.qk_rope_dim], -1)
        latent, k_rope = self.kv_a_norm(latent)[:, None], k_rope[:, None]
        return latent, k_rope if self.rope is None else self.rope(k_rope, ctx)

    def _attend(self, q_nope: Tensor, q_rope: Tensor, latent: Tensor, k_rope: Tensor, ctx: Context) -> Tensor:
        """Rebuild keys and values of all heads from the latents [B, 1, T, R], and gather: [B, H, T, V]."""
        rebuilt = self.kv_b(latent[:, 0]).unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
        k_nope, v = torch.split(rebuilt, [self.qk_nope_dim, self.v_dim], -1)
        k = torch.cat((k_nope, k_rope.expand(-1, self.n_heads, -1, -1)), -1)
        dropout = self.dropout if self.training else 0.0
        return fused(torch.cat((q_nope, q_rope), -1), k, v, None, self.scale, dropout, ctx)

    def _attend_absorbed(
        self, q_nope: Tensor, q_rope: Tensor, latent: Tensor, k_rope: Tensor, ctx: Context
    ) -> Tensor:
        """The same without rebuilding them for every token read: the matrices move over to queries and results."""
        up = self.kv_b.weight.view(self.n_heads, self.qk_nope_dim + self.v_dim, self.kv_lora_rank)
        up_k, up_v = torch.split(up, [self.qk_nope_dim, self.v_dim], 1)
        q, k = torch.cat((q_nope @ up_k, q_rope), -1), torch.cat((latent, k_rope), -1)
        n_new, n_all = q.shape[2], k.shape[2]
        mask = None
        if 1 < n_new < n_all:
            mask = ctx.once(("mask", n_new, n_all, None, None), lambda: seen(ctx.positions, n_all))
        gathered = fused(q, k, latent, mask, self.scale)
        return torch.matmul(gathered, up_v.transpose(-1, -2))
