"""One rate of dropout for a whole model, in place of those of its blocks."""

from __future__ import annotations

from torch import nn

ATTRIBUTES = ("dropout", "p")  # as blocks and torch's own modules name their rate


def set_dropout(model: nn.Module, rate: float) -> int:
    """Let every module that can drop values drop this share of them; return how many there are."""
    found = 0
    for module in model.modules():
        for name in ATTRIBUTES:
            if isinstance(vars(module).get(name), float):
                setattr(module, name, rate)
                found += 1
    return found
