"""Rotary position embedding (Su et al., 2021)."""

from __future__ import annotations

import torch
from torch import Tensor

from architectures.core.modules.context import Context


class Rope:
    """Turns the first `dim` channels of each head by angles that grow with the position."""

    def __init__(self, dim: int, *, theta: float, layout: str = "half", stretch: float = 1.0) -> None:
        self.dim, self.theta, self.layout, self.stretch = dim, theta, layout, stretch

    def angles(self, ctx: Context) -> tuple[Tensor, Tensor]:
        """Return cosines and sines, [T, dim / 2] in fp32, computed once a pass for all layers alike."""
        return ctx.once(("rope", self.dim, self.theta, self.stretch), lambda: self._angles(ctx.positions))

    def _angles(self, positions: Tensor) -> tuple[Tensor, Tensor]:
        exponents = torch.arange(0, self.dim, 2, dtype=torch.float32, device=positions.device) / self.dim
        frequencies = 1.0 / (self.theta**exponents * self.stretch)
        turned = positions.float()[:, None] * frequencies[None]
        return turned.cos(), turned.sin()

    def __call__(self, x: Tensor, ctx: Context) -> Tensor:
        """Rotate x [B, H, T, D]."""
        cos, sin = (t.to(x.dtype) for t in self.angles(ctx))
        turned, rest = x[..., : self.dim], x[..., self.dim :]
        if self.layout == "half":
            a, b = turned.chunk(2, -1)
            y = torch.cat((a * cos - b * sin, b * cos + a * sin), -1)
        else:
            a, b = turned[..., 0::2], turned[..., 1::2]
            y = torch.stack((a * cos - b * sin, b * cos + a * sin), -1).flatten(-2)
        return torch.cat((y, rest), -1) if rest.shape[-1] else y
