"""Convolution over the past alone (van den Oord et al., 2016)."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from architectures.core.modules.context import Context
from architectures.core.modules.feed_forward import ACTIVATIONS
from architectures.core.modules.initial import Draw


class CausalConv(nn.Module):
    """[B, T, C] -> [B, T, C]. The last of the `kernel_size` weights is that of the token itself."""

    def __init__(
        self, channels: int, kernel_size: int, *, dilation: int = 1, groups: int = 1, bias: bool = False
    ) -> None:
        super().__init__()
        self.dilation, self.groups = dilation, groups
        self.reach = (kernel_size - 1) * dilation  # tokens before its own that an output sees
        self.weight = nn.Parameter(torch.empty(channels, channels // groups, kernel_size))
        self.bias = nn.Parameter(torch.zeros(channels)) if bias else None

    def forward(self, x: Tensor, past: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Convolve x after `past` [B, C, reach], the inputs before it: zeros if None. Return also the next past."""
        x = x.transpose(1, 2)  # [B, C, T]
        x = F.pad(x, (self.reach, 0)) if past is None else torch.cat((past, x), 2)
        y = F.conv1d(x, self.weight, self.bias, dilation=self.dilation, groups=self.groups)
        return y.transpose(1, 2), x[:, :, x.shape[2] - self.reach :]

    def reset(self, draw: Draw) -> None:
        """Uniform within 1 / sqrt(inputs of an output), as is the custom for convolutions (He et al., 2015)."""
        bound = 1 / math.sqrt(self.weight[0].numel())
        draw.uniform(self.weight, -bound, bound)
        if self.bias is not None:
            draw.uniform(self.bias, -bound, bound)


class CausalConv1d(nn.Module):
    """[B, T, C] -> [B, T, C]: a convolution that keeps its past while generating, and an activation."""

    def __init__(
        self,
        d_model: int,
        *,
        kernel_size: int,
        dilation: int = 1,
        groups: int = 1,
        activation: str = "none",
        bias: bool = True,
    ) -> None:
        super().__init__()
        self.activation = activation
        self.conv = CausalConv(d_model, kernel_size, dilation=dilation, groups=groups, bias=bias)

    def forward(self, x: Tensor, ctx: Context) -> Tensor:
        kept = None if ctx.cache is None else ctx.cache.state(self)
        y, past = self.conv(x, None if kept is None else kept[0])
        if ctx.cache is not None:
            ctx.cache.remember(self, past.clone())
        return y if self.activation == "none" else ACTIVATIONS[self.activation](y)
