"""What is written otherwise where it is compiled, since a compiler makes one pass of what were many."""

from __future__ import annotations

import math

import torch
from torch import Tensor

SLOPE, BEND = 2 * math.sqrt(2 / math.pi), 0.044715


def compiled_for_cpu(x: Tensor) -> bool:
    """Whether this is being compiled for the CPU, and not exported as operations others have to know."""
    return x.device.type == "cpu" and torch.compiler.is_compiling() and not torch.compiler.is_exporting()


def gelu_by_sigmoid(x: Tensor) -> Tensor:
    """GELU with its approximation by tanh (Hendrycks and Gimpel, 2016), as (1 + tanh u) / 2 = sigmoid 2u.

    A CPU takes a third of tanh's time for it in one pass; as operations one by one it would be slower.
    """
    return x * torch.sigmoid(SLOPE * x * (1 + BEND * x * x))
