"""Normalisation over the last axis (Ba et al., 2016; Zhang and Sennrich, 2019)."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from architectures.core.modules.context import Context
from architectures.core.modules.initial import Draw
from architectures.core.modules.ways import another_way, trains_in_bf16_on_cpu, trains_on_cpu

MANY = 1024  # vectors


class Norm(nn.Module):
    """[..., *shape] -> the same, divided by the root mean square. Where `kind` is layer, the mean is taken away first."""

    #: Parameters that are vectors, however many axes they have: each head may have its own.
    vectors = ("weight", "bias")

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
        self.width, self.is_flat = shape[-1], len(shape) == 1

    def forward(self, x: Tensor, ctx: Context | None = None) -> Tensor:
        gain: Tensor | None = self.weight
        if gain is not None and self.weight_offset:
            gain = gain + self.weight_offset
        fused, bias = (gain, self.bias) if self.is_flat else (None, None)
        if self.kind == "layer":
            if sums_are_coarse(x):
                y = layer_norm_in_bf16(x, fused, bias, self.eps)
            else:
                y = F.layer_norm(x, (self.width,), fused, bias, self.eps)
        else:
            if trains_on_cpu(x):
                y = rms_norm(x, fused, self.eps)
            else:
                y = F.rms_norm(x, (self.width,), fused, self.eps)
            y = y if bias is None else y + bias
        return y if self.is_flat else self._spread(y, gain)

    def _spread(self, y: Tensor, gain: Tensor | None) -> Tensor:
        """Apply a gain and a shift of more axes than the one that is normalised, which the kernels do not know."""
        y = y if gain is None else y * gain
        return y if self.bias is None else y + self.bias

    @torch.no_grad()
    def reset(self, draw: Draw) -> None:
        if self.weight is not None:
            self.weight.fill_(1.0 - self.weight_offset)
        if self.bias is not None:
            self.bias.zero_()


@another_way
def sums_are_coarse(x: Tensor) -> bool:
    """Whether torch's layer norm would add up gradients of gains and shifts too coarsely.

    On a CPU it does so in bf16: of 768 vectors they are off by 2 %, of 4,096 by 5 %, of 24,576 by half.
    """
    return trains_in_bf16_on_cpu(x) and x.numel() >= MANY * x.shape[-1]


def layer_norm_in_bf16(x: Tensor, weight: Tensor | None, bias: Tensor | None, eps: float) -> Tensor:
    """As torch's over the last axis, but gradients of `weight` and `bias` are added up in fp32."""
    y: Tensor = LayerNormInBf16.apply(x, weight, bias, eps)  # type: ignore[no-untyped-call]
    return y


class LayerNormInBf16(torch.autograd.Function):
    """x [..., C], weight [C], bias [C] -> [..., C]"""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor | None, bias: Tensor | None, eps: float) -> Tensor:
        y, mean, scale = torch.native_layer_norm(x, x.shape[-1:], weight, bias, eps)
        ctx.save_for_backward(x, mean, scale, weight)
        ctx.is_shifted = bias is not None
        return y

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, Tensor | None, Tensor | None, None]:
        x, mean, scale, weight = ctx.saved_tensors
        back = torch.ops.aten.native_layer_norm_backward
        for_x, _, _ = back(grad, x, x.shape[-1:], mean, scale, weight, None, [True, False, False])
        for_weight = None
        if weight is not None:
            for_weight = torch.sub(x, mean).mul_(scale).mul_(grad).flatten(0, -2).sum(0)
        return for_x, for_weight, grad.flatten(0, -2).sum(0) if ctx.is_shifted else None, None


def rms_norm(x: Tensor, weight: Tensor | None, eps: float) -> Tensor:
    """As torch's over the last axis, whose many small operations take twice the time where they have to go back."""
    y: Tensor = RmsNorm.apply(x, weight, eps)  # type: ignore[no-untyped-call]
    return y


class RmsNorm(torch.autograd.Function):
    """x [..., C], weight [C] -> [..., C]. The root is taken in fp32."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor | None, eps: float) -> Tensor:
        wide = x.float()
        length = torch.linalg.vector_norm(wide, dim=-1, keepdim=True)
        scale = length.square_().mul_(1 / x.shape[-1]).add_(eps).rsqrt_()
        unit = (wide * scale).to(x.dtype)
        ctx.save_for_backward(unit, scale.to(x.dtype), weight)
        y: Tensor = unit if weight is None else unit * weight
        return y

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, Tensor | None, None]:
        unit, scale, weight = ctx.saved_tensors
        along, n = grad * unit, unit.shape[-1]
        if weight is None:
            shared, for_weight = along.sum(-1, keepdim=True), None
        else:
            shared, for_weight = (along @ weight)[..., None], along.flatten(0, -2).sum(0)
            grad = grad * weight
        return torch.addcmul(grad, unit, shared, value=-1 / n).mul_(scale), for_weight, None
