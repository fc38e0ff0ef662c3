"""How an operation is being run, for what is written otherwise there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import torch
from torch import Tensor

Asks = TypeVar("Asks", bound=Callable[..., bool])
MARK = "asks_for_another_way"


def another_way(asks: Asks) -> Asks:
    """Mark a function that says whether an operation is to be computed otherwise than code written for people shows."""
    setattr(asks, MARK, True)
    return asks


def asks_for_another_way(function: Any) -> bool:
    """Whether a function was marked, or is torch's own question of the kind."""
    return function is torch.compiler.is_exporting or getattr(function, MARK, False) is True


@another_way
def compiled_for_cpu(x: Tensor) -> bool:
    """Whether this is being compiled for the CPU, and not exported as operations others have to know."""
    return x.device.type == "cpu" and torch.compiler.is_compiling() and not torch.compiler.is_exporting()


@another_way
def trains_on_cpu(x: Tensor) -> bool:
    """Whether gradients go back through x on a CPU, operation by operation: no compiler looks on."""
    return x.requires_grad and x.device.type == "cpu" and not torch.compiler.is_compiling()


@another_way
def trains_in_bf16_on_cpu(x: Tensor) -> bool:
    """Whether it is so, and in bf16."""
    return x.dtype == torch.bfloat16 and trains_on_cpu(x)
