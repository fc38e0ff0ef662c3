"""Vectors for tokens and for positions."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from architectures.core.modules.context import Context


class TokenTable(nn.Module):
    """ids [B, T] -> [B, T, C]"""

    def __init__(self, vocab_size: int, d_model: int, *, scale: float = 1.0) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(vocab_size, d_model))
        self.scale = scale

    def forward(self, ids: Tensor, ctx: Context | None = None) -> Tensor:
        y = F.embedding(ids, self.weight)
        return y if self.scale == 1.0 else y * self.scale


class LearnedPositions(nn.Module):
    """[B, T, C] -> [B, T, C], a learned vector added at each position."""

    def __init__(self, max_positions: int, d_model: int, *, offset: int = 0) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(max_positions + offset, d_model))
        self.offset = offset

    def forward(self, x: Tensor, ctx: Context) -> Tensor:
        return x + F.embedding(ctx.positions + self.offset, self.weight)


class SinusoidalPositions(nn.Module):
    """[B, T, C] -> [B, T, C], sines and cosines of fixed wavelengths added (Vaswani et al., 2017)."""

    def __init__(self, d_model: int, *, offset: int = 0) -> None:
        super().__init__()
        self.d_model, self.offset = d_model, offset

    def forward(self, x: Tensor, ctx: Context) -> Tensor:
        half = math.ceil(self.d_model / 2)
        exponents = torch.arange(half, dtype=torch.float32, device=x.device) * 2 / self.d_model
        turned = (ctx.positions + self.offset).float()[:, None] * (10_000.0**-exponents)[None]
        waves = torch.stack((turned.sin(), turned.cos()), -1).flatten(-2)[:, : self.d_model]
        return x + waves.to(x.dtype)
