"""What is worth trying after a training failed: options to change, for one click. No torch."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from training.core.config import TrainConfig

CALMER = 3.0  # by how much to lower a learning rate that was too high
SHORTEST_CONTEXT = 32  # tokens, below which memory is not to be saved by shortening
MOST_PASSES = 1024  # in one step
ASKED = re.compile(r"allocate (?P<n>[\d.]+) ?(?P<unit>bytes|KiB|MiB|GiB)")
UNITS = {"bytes": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}


def calmer(config: TrainConfig) -> dict[str, Any]:
    """Return the options to change when a training ran away."""
    if config.grad_clip == 0:
        return {"grad_clip": 1.0}
    rates = {"lr": rounded(config.lr / CALMER)}
    return rates | ({"muon_lr": rounded(config.muon_lr / CALMER)} if config.optimizer == "muon" else {})


def smaller(config: TrainConfig, context_length: int) -> dict[str, Any]:
    """Return the options to change when memory did not suffice; nothing if only a smaller model helps.

    Half a batch twice as often moves the weights alike. Each device keeps an equal part of it.
    """
    each = config.batch_size // config.devices
    if each > 1:
        half = each // 2 * config.devices
        passes = config.grad_accum_steps * config.batch_size // half
        return {"batch_size": half, "grad_accum_steps": min(MOST_PASSES, passes)}
    if context_length >= 2 * SHORTEST_CONTEXT:
        return {"context_length": context_length // 2}
    return {}


def rounded(rate: float) -> float:
    """Two digits of a learning rate are enough to write down."""
    return float(f"{rate:.2g}") if math.isfinite(rate) else rate


def with_fix(values: Mapping[str, Any], fix: Mapping[str, Any]) -> dict[str, Any]:
    """Add the options that are worth trying to what is told of a fault."""
    return {**values, "fix": dict(fix)} if fix else dict(values)


def asked_for(message: str) -> int | None:
    """Return the bytes that could not be had, as torch's message tells them."""
    found = ASKED.search(message)
    return int(float(found["n"]) * UNITS[found["unit"]]) if found else None
