"""Whether a training has run away: the level of its recent losses, against guessing and against its own best."""

from __future__ import annotations

import math
from collections import deque
from typing import Any

RECENT = 20  # losses whose mean is the level
BEYOND = 4.0  # times the loss of guessing
LOST = 0.5  # of what was learned since guessing; noise and a few hard batches lose less
RISE = 1.0  # nats, at least, and as much must have been learned: a warm-up may go astray at first
STAYS = 100  # steps in a row: a spike that a training recovers from is over sooner


class Level:
    """The mean of the recent losses of a model with a vocabulary of V tokens."""

    def __init__(self, vocab_size: int) -> None:
        self.guessing = max(math.log(vocab_size), 1.0)
        self.recent = deque[float](maxlen=RECENT)
        self.best, self.n_risen = math.inf, 0

    def add(self, loss: float) -> float | None:
        """Take the loss of a step; return the level where it tells that the training has run away."""
        self.recent.append(loss)
        if len(self.recent) < RECENT:
            return None
        level = sum(self.recent) / RECENT
        self.best = min(self.best, level)
        learned = self.guessing - self.best
        risen = learned > RISE and level - self.best > max(RISE, LOST * learned)
        self.n_risen = self.n_risen + 1 if risen else 0
        return level if self.is_beyond(level) or self.n_risen >= STAYS else None

    def is_beyond(self, loss: float) -> bool:
        """Whether a loss is far worse than guessing."""
        return loss > BEYOND * self.guessing

    def to_json(self) -> dict[str, Any]:
        """Return what a checkpoint keeps of it."""
        return {"best": self.best if math.isfinite(self.best) else None, "n_risen": self.n_risen}

    def restore(self, recent: list[float], kept: dict[str, Any]) -> None:
        """Go on from a checkpoint; one of an earlier release kept the recent losses alone."""
        self.recent.extend(recent)
        best = kept.get("best")
        self.best, self.n_risen = math.inf if best is None else best, kept.get("n_risen", 0)
