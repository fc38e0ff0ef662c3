"""How an operation is being run, for what is written otherwise there."""

from __future__ import annotations

import torch
from torch import Tensor


def compiled_for_cpu(x: Tensor) -> bool:
    """Whether this is being compiled for the CPU, and not exported as operations others have to know."""
    return x.device.type == "cpu" and torch.compiler.is_compiling() and not torch.compiler.is_exporting()


def trains_on_cpu(x: Tensor) -> bool:
    """Whether gradients go back through x on a CPU, operation by operation: no compiler looks on."""
    return x.requires_grad and x.device.type == "cpu" and not torch.compiler.is_compiling()
