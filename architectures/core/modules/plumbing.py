"""Small modules between the large ones, and the head."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from architectures.core.modules.context import Context
from architectures.core.modules.linear import in_onednn, onednn_product


class Add(nn.Module):
    """[B, T, C], [B, T, C], … -> [B, T, C]; the first is the residual stream."""

    def __init__(self, branch_scale: float = 1.0) -> None:
        super().__init__()
        self.branch_scale = branch_scale

    def forward(self, *inputs: Tensor, ctx: Context | None = None) -> Tensor:
        y = inputs[0]
        for branch in inputs[1:]:
            y = y + (branch if self.branch_scale == 1.0 else branch * self.branch_scale)
        return y


class Dropout(nn.Module):
    """[B, T, C] -> the same, with a share p of the numbers zeroed while training."""

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: Tensor, ctx: Context | None = None) -> Tensor:
        return F.dropout(x, self.p, self.training)


class Head(nn.Module):
    """[B, T, C] -> logits [B, T, V]. Where it is `tied`, the model gives it the table of the embedding."""

    def __init__(
        self,
        d_model: int,
        vocab_size: int,
        *,
        bias: bool = False,
        tied: bool = False,
        scale: float = 1.0,
        softcap: float | None = None,
    ) -> None:
        super().__init__()
        self.weight = None if tied else nn.Parameter(torch.empty(vocab_size, d_model))
        self.bias = nn.Parameter(torch.zeros(vocab_size)) if bias else None
        self.scale, self.softcap = scale, softcap

    def forward(self, x: Tensor, ctx: Context | None = None) -> Tensor:
        if self.weight is None:
            raise RuntimeError("a tied head was not given its table")
        if in_onednn(x, self.weight, self.bias):
            y = onednn_product(x, self.weight, self.bias)
        else:
            y = F.linear(x, self.weight, self.bias)
        y = y if self.scale == 1.0 else y * self.scale
        return y if self.softcap is None else torch.tanh(y / self.softcap) * self.softcap
