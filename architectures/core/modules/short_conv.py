"""The gated short convolution of LFM2 (Liquid AI, 2025)."""

from __future__ import annotations

from torch import Tensor, nn

from architectures.core.modules.causal_conv import CausalConv
from architectures.core.modules.context import Context
from architectures.core.modules.linear import Linear


class ShortConv(nn.Module):
    """[B, T, C] -> [B, T, C]: one gate before a depthwise convolution, and one after it."""

    rejoining = ("out_proj",)

    def __init__(self, d_model: int, *, conv_kernel: int = 3, bias: bool = False) -> None:
        super().__init__()
        self.in_proj = Linear(d_model, 3 * d_model, bias=bias)
        self.conv = CausalConv(d_model, conv_kernel, groups=d_model, bias=bias)
        self.out_proj = Linear(d_model, d_model, bias=bias)

    def forward(self, x: Tensor, ctx: Context) -> Tensor:
        gate_in, gate_out, x = self.in_proj(x).chunk(3, -1)
        kept = None if ctx.cache is None else ctx.cache.state(self)
        y, past = self.conv(gate_in * x, None if kept is None else kept[0])
        if ctx.cache is not None:
            ctx.cache.remember(self, past.clone())
        return self.out_proj(gate_out * y)  # type: ignore[no-any-return]
