"""How fast states fade at first: exp(-A dt) per token, at many rates, so that some heads remember longer than others."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from architectures.core.modules.initial import Draw

A_MIN, A_MAX = 1.0, 16.0
DT_MIN, DT_MAX = 1e-3, 0.1


@torch.no_grad()
def draw_decay(A_log: Tensor, dt_bias: Tensor, draw: Draw) -> None:
    """Draw A evenly and dt = softplus(dt_bias) evenly on a logarithmic scale, for each head (Gu and Dao, 2023)."""
    draw.uniform(A_log, A_MIN, A_MAX)
    A_log.log_()
    draw.uniform(dt_bias, math.log(DT_MIN), math.log(DT_MAX))
    dt = dt_bias.exp()
    dt_bias.copy_(dt + torch.log(-torch.expm1(-dt)))  # the inverse of softplus
