"""GELU with its approximation by tanh (Hendrycks and Gimpel, 2016), as (1 + tanh u) / 2 = sigmoid 2u.

A CPU takes a third of tanh's time for the sigmoid.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

SLOPE, BEND = 2 * math.sqrt(2 / math.pi), 0.044715


def gelu_by_sigmoid(x: Tensor) -> Tensor:
    """The same for a compiler, which makes one pass of it; as operations one by one it would be slower in fp32."""
    return x * torch.sigmoid(SLOPE * x * (1 + BEND * x * x))


def gelu_in_bf16(x: Tensor) -> Tensor:
    """The same for training: in bf16 a few passes over half as many bytes are faster than one with tanh."""
    y: Tensor = GeluInBf16.apply(x)  # type: ignore[no-untyped-call]
    return y


class GeluInBf16(torch.autograd.Function):
    """x [...] -> [...], keeping the sigmoid for the way back."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        gate = torch.addcmul(x.new_tensor(SLOPE), x, x, value=SLOPE * BEND).mul_(x).sigmoid_()
        ctx.save_for_backward(x, gate)
        return gate * x

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> Tensor:
        x, gate = ctx.saved_tensors
        steepness = torch.addcmul(x.new_tensor(SLOPE), x, x, value=3 * SLOPE * BEND).mul_(x)
        slope: Tensor = torch.ops.aten.sigmoid_backward(steepness, gate).add_(gate)
        return slope.mul_(grad)
