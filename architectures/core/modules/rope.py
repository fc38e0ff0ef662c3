"""Rotary position embedding (Su et al., 2021), and the ways to stretch it."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from architectures.core.modules.context import Context
from architectures.core.modules.rope_scaling import (
    grown_theta,
    llama3,
    longrope_magnitude,
    yarn,
    yarn_magnitude,
)
from architectures.core.modules.ways import trains_on_cpu


class Rope:
    """Turns the first `dim` channels of each head by angles that grow with the position.

    `scaling` is {"type": ..., its values}. Two of its types depend on the length of the whole text, in a cache too:
    dynamic once it exceeds `max_positions`, longrope once it exceeds the length trained on. Up to there, decoding
    equals one full pass. Beyond, keys that are in the cache stay as they were turned when the text was shorter, so
    that decoding differs from a full pass, exactly as in `transformers`.
    """

    def __init__(
        self,
        dim: int,
        *,
        theta: float,
        layout: str = "half",
        reverse: bool = False,
        max_positions: int | None = None,
        scaling: dict[str, Any] | None = None,
    ) -> None:
        self.dim, self.theta, self.layout, self.reverse = dim, theta, layout, reverse
        self.max_positions = max_positions
        self.options = dict(scaling or {})
        self.scaling = self.options.pop("type", "")
        self.magnitude = 1.0  # of cosines and sines
        if self.scaling == "yarn":
            self.magnitude = yarn_magnitude(self.options)
        elif self.scaling == "longrope":
            self.magnitude = longrope_magnitude(self.options, max_positions)
        self.key = ("rope", dim, theta, reverse, max_positions, self.scaling, *self.options.items())

    def angles(self, ctx: Context) -> tuple[Tensor, Tensor]:
        """Return cosines and sines, [T, dim / 2] in fp32, computed once a pass for all layers alike."""
        return ctx.once(self.key, lambda: self._angles(ctx.positions))

    def _angles(self, positions: Tensor) -> tuple[Tensor, Tensor]:
        turned = positions.float()[:, None] * self.frequencies(positions)[None]
        cos, sin = turned.cos(), turned.sin()
        if self.magnitude != 1.0:
            cos, sin = cos * self.magnitude, sin * self.magnitude
        return cos, -sin if self.reverse else sin

    def frequencies(self, positions: Tensor) -> Tensor:
        """Return the angle by which each pair of channels turns from one position to the next, [dim / 2] in fp32."""
        exponents = torch.arange(0, self.dim, 2, dtype=torch.float32, device=positions.device) / self.dim
        if self.scaling == "dynamic" and self.max_positions is not None:
            length = positions[-1] + 1
            theta = grown_theta(self.theta, length, self.dim, self.max_positions, self.options["factor"])
            return 1.0 / theta**exponents
        frequencies = 1.0 / self.theta**exponents
        if self.scaling == "linear":
            return frequencies / float(self.options["factor"])
        if self.scaling == "llama3":
            return llama3(frequencies, **self.options)
        if self.scaling == "yarn":
            return yarn(frequencies, self.dim, self.theta, self.options)
        if self.scaling == "longrope":
            short, long = (
                torch.tensor(self.options[name], dtype=torch.float32, device=positions.device)
                for name in ("short_factor", "long_factor")
            )
            is_long = positions[-1] + 1 > self.options["original_max_positions"]
            return frequencies / torch.where(is_long, long, short)
        return frequencies

    def whole(self, x: Tensor, ctx: Context) -> tuple[Tensor, Tensor]:
        """Return what each channel and what its partner is multiplied by, [T, dim] each, in the numbers of x."""
        return ctx.once(("whole", x.dtype, *self.key), lambda: self._whole(x, ctx))

    def _whole(self, x: Tensor, ctx: Context) -> tuple[Tensor, Tensor]:
        cos, sin = (t.to(x.dtype) for t in self.angles(ctx))
        return torch.cat((cos, cos), -1), torch.cat((-sin, sin), -1)

    def __call__(self, x: Tensor, ctx: Context) -> Tensor:
        """Rotate x [B, H, T, D]."""
        turned, rest = x[..., : self.dim], x[..., self.dim :]
        if trains_on_cpu(x) and self.layout == "half":
            y = turned_whole(turned, *self.whole(x, ctx))
            return torch.cat((y, rest), -1) if rest.shape[-1] else y
        cos, sin = (t.to(x.dtype) for t in self.angles(ctx))
        if self.layout == "half":
            a, b = turned.chunk(2, -1)
            y = torch.cat((a * cos - b * sin, b * cos + a * sin), -1)
        else:
            a, b = turned[..., 0::2], turned[..., 1::2]
            y = torch.stack((a * cos - b * sin, b * cos + a * sin), -1).flatten(-2)
        return torch.cat((y, rest), -1) if rest.shape[-1] else y


def turned_whole(x: Tensor, own: Tensor, partners: Tensor) -> Tensor:
    """Turn x [B, H, T, D]: x times `own` [T, D], and its halves changed over times `partners` [T, D]."""
    y: Tensor = Turn.apply(x, own, partners)  # type: ignore[no-untyped-call]
    return y


class Turn(torch.autograd.Function):
    """As `turned_whole`. The way back is the same turn the other way round."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, own: Tensor, partners: Tensor) -> Tensor:
        ctx.save_for_backward(own, partners)
        return rotated(x, own, partners, 1)

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, None, None]:
        own, partners = ctx.saved_tensors
        return rotated(grad, own, partners, -1), None, None


def rotated(x: Tensor, own: Tensor, partners: Tensor, sign: int, into: Tensor | None = None) -> Tensor:
    """Turn x [..., T, D] one way round or the other; `into` may be x itself."""
    changed_over = x.roll(x.shape[-1] // 2, -1)
    return torch.mul(x, own, out=into).addcmul_(changed_over, partners, value=sign)
