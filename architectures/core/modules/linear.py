"""Linear maps of tokens, and the ways to compute them that are faster where they are trained on a CPU."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from architectures.core.modules.context import Context
from architectures.core.modules.ways import another_way, trains_on_cpu

LARGE = 2**27  # multiplications; a smaller product ends before an operation of our own has repaid its start
FEW_WEIGHTS = 4  # vectors to a channel of the input, at least, where weights are laid together once more
HAS_ONEDNN: bool = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
HAS_AVX512 = torch.backends.cpu.get_cpu_capability().startswith("AVX512")


class Linear(nn.Linear):
    """[B, T, C] -> [B, T, d_out]"""

    def forward(self, x: Tensor, ctx: Context | None = None) -> Tensor:
        if in_onednn(x, self.weight, self.bias):
            return onednn_product(x, self.weight, self.bias)
        return super().forward(x)


@another_way
def in_onednn(x: Tensor, weight: Tensor, bias: Tensor | None) -> bool:
    """Whether to ask oneDNN by name: torch asks the BLAS in fp32, and writes a bias out as a matrix first."""
    if not trains_on_cpu(x) or x.numel() * weight.shape[0] < LARGE or not HAS_ONEDNN:
        return False
    return HAS_AVX512 if x.dtype == torch.float32 else x.dtype == torch.bfloat16 and bias is not None


def onednn_product(x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    """[..., C] -> [..., d_out]"""
    y: Tensor = OneDnnProduct.apply(x, weight, bias)  # type: ignore[no-untyped-call]
    return y


class OneDnnProduct(torch.autograd.Function):
    """x [..., C], weight [d_out, C], bias [d_out] -> [..., d_out]. The gradient of the weight stays with torch."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        ctx.save_for_backward(x, weight)
        return _product(x, weight, bias)

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, Tensor | None, Tensor | None]:
        x, weight = ctx.saved_tensors
        grad = grad.contiguous()
        wanted, rows = ctx.needs_input_grad, grad.flatten(0, -2)
        return (
            _product(grad, weight.t(), None) if wanted[0] else None,
            rows.t() @ x.flatten(0, -2) if wanted[1] else None,
            rows.sum(0) if wanted[2] else None,
        )


def _product(x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    y: Tensor = torch.ops.mkldnn._linear_pointwise(x, weight, bias, "none", [], "")
    return y


@another_way
def in_one_product(x: Tensor) -> bool:
    """Whether to compute several maps of x [..., C] at once, their weights together being small beside what comes out."""
    C = x.shape[-1]
    return trains_on_cpu(x) and x.numel() >= FEW_WEIGHTS * C * C


def one_product(x: Tensor, maps: Sequence[nn.Linear]) -> Tensor:
    """Apply maps that all have a bias or all have none: [..., C] -> [..., their d_out, one after another]."""
    weight = torch.cat([m.weight for m in maps])
    bias = None if maps[0].bias is None else torch.cat([m.bias for m in maps])
    if in_onednn(x, weight, bias):
        return onednn_product(x, weight, bias)
    return F.linear(x, weight, bias)
