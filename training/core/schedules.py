"""The learning rate over a training: a factor of its peak."""

from __future__ import annotations

import math

DECAY_SHARE = 0.2  # of the training, at its end, in which WSD falls


def lr_factor(kind: str, *, step: int, progress: float, warmup_steps: int, min_ratio: float) -> float:
    """Return the factor, 0 to 1, for `step` (from 1) when `progress` (0 to 1) of the budget is used.

    Sources: cosine, Loshchilov and Hutter 2017 (SGDR); wsd, Hu et al. 2024 (MiniCPM).
    """
    if step < warmup_steps:
        return step / warmup_steps
    progress = min(max(progress, 0.0), 1.0)
    return min_ratio + (1 - min_ratio) * _remaining(kind, progress)


def _remaining(kind: str, progress: float) -> float:
    if kind == "constant":
        return 1.0
    if kind == "linear":
        return 1.0 - progress
    if kind == "wsd":
        return min(1.0, (1.0 - progress) / DECAY_SHARE)
    return 0.5 * (1.0 + math.cos(math.pi * progress))
