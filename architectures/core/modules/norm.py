"""Normalisation over the last axis (Ba et al., 2016; Zhang and Sennrich, 2019)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from architectures.core.modules.context import Context
from architectures.core.modules.initial import Draw


class Norm(nn.Module):
    """[..., *shape] -> the same. rms divides by the root mean square; layer takes the mean away first."""

    def __init__(
        self,
        shape: tuple[int, ...],
        *,
        kind: str = "rms",
        eps: float = 1e-6,
        weight: bool = True,
        bias: bool = False,
        weight_offset: float = 0.0,
    ) -> None:
        super().__init__()
        self.kind, self.eps, self.weight_offset = kind, eps, weight_offset
        self.weight = nn.Parameter(torch.ones(shape) - weight_offset) if weight else None
        self.bias = nn.Parameter(torch.zeros(shape)) if bias else None
        self.width = shape[-1]

    def forward(self, x: Tensor, ctx: Context | None = None) -> Tensor:
        gain: Tensor | None = self.weight
        if gain is not None and self.weight_offset:
            gain = gain + self.weight_offset
        one_axis = gain is None or gain.dim() == 1
        fused = gain if one_axis else None
        bias = self.bias if one_axis else None
        if self.kind == "layer":
            y = F.layer_norm(x, (self.width,), fused, bias, self.eps)
        else:
            y = F.rms_norm(x, (self.width,), fused, self.eps)
            y = y if bias is None else y + bias
        if not one_axis and gain is not None:
            y = y * gain if self.bias is None else y * gain + self.bias
        return y

    @torch.no_grad()
    def reset(self, draw: Draw) -> None:
        if self.weight is not None:
            self.weight.fill_(1.0 - self.weight_offset)
        if self.bias is not None:
            self.bias.zero_()
