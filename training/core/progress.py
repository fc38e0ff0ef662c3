"""When a training is over, when it looks up, and how fast it goes."""

from __future__ import annotations

import math

from training.core import config

DENSE_METRICS = 2000  # steps told one by one; each doubling of the step number halves the density
SMOOTHING = 0.9
FIRST_SAMPLE = 3.0  # seconds after the start
RESTS = 10  # times as long as they took: evaluations and checkpoints that go by the clock


class Budget:
    """How much of a training is done: by steps, tokens, epochs and minutes, whichever is furthest."""

    def __init__(self, limits: config.Budget, tokens_per_step: int, steps_per_epoch: float = 1.0) -> None:
        by_tokens = math.ceil(limits.max_tokens / tokens_per_step) if limits.max_tokens else None
        by_epochs = math.ceil(limits.max_epochs * steps_per_epoch) if limits.max_epochs else None
        by_count = [n for n in (limits.max_steps, by_tokens, by_epochs) if n is not None]
        self.total_steps = min(by_count, default=None)
        self.seconds = limits.max_minutes * 60 if limits.max_minutes else None

    def progress(self, step: int, elapsed: float) -> float:
        """Return the share that is done when `step` steps have been made in `elapsed` seconds."""
        shares = [step / self.total_steps if self.total_steps else 0.0]
        shares.append(elapsed / self.seconds if self.seconds else 0.0)
        return min(1.0, max(shares))

    def steps_left(self, step: int, elapsed: float, step_s: float) -> int:
        """Return how many more steps of `step_s` seconds are made before anything else takes time; at least one."""
        left = [self.total_steps - step] if self.total_steps else []
        if self.seconds:
            left.append(math.ceil((self.seconds - elapsed) / step_s))
        return max(1, min(left))

    def eta(self, step: int, elapsed: float, seconds_per_step: float) -> float:
        """Return the seconds that are left, at the present speed."""
        left = [(self.total_steps - step) * seconds_per_step] if self.total_steps else []
        if self.seconds:
            left.append(self.seconds - elapsed)
        return max(0.0, min(left))


class Due:
    """Says when to evaluate, sample or save: every `interval` steps, or else every `seconds`."""

    def __init__(self, interval: int | None, seconds: float, first: float | None = None) -> None:
        self.interval, self.seconds = interval, seconds
        self._next = seconds if first is None else first
        self._took = 0.0  # the last time

    def now(self, step: int, since_start: float) -> bool:
        if self.interval is not None:
            return step % self.interval == 0
        if since_start < self._next:
            return False
        self._next = since_start + self.seconds
        return True

    def rest(self, began: float, ended: float) -> None:
        """Count the seconds from now, more of them where it takes long. A single delay tells of nothing."""
        took, before = ended - began, self._took
        self._took = took
        self._next = ended + max(self.seconds, RESTS * min(took, before))

    def steps_left(self, step: int, since_start: float, step_s: float) -> int:
        """Return after how many steps of `step_s` seconds it is due; at least one."""
        if self.interval is not None:
            return self.interval - step % self.interval
        return max(1, math.ceil((self._next - since_start) / step_s))


def judged_before_saving(config: config.TrainConfig) -> bool:
    """Whether a due checkpoint is evaluated first. With patience every improvement is kept anyway."""
    return config.early_stopping_patience is None


class Speed:
    """Seconds a step, smoothed, of the time spent on steps alone."""

    def __init__(self) -> None:
        self._sum = self._weight = 0.0

    def add(self, seconds: float) -> None:
        self._sum = SMOOTHING * self._sum + seconds
        self._weight = SMOOTHING * self._weight + 1

    @property
    def seconds_per_step(self) -> float:
        return self._sum / self._weight if self._weight else 0.0


def metric_due(step: int) -> bool:
    """Whether the curve gets a point at `step`: a rule of the step alone, so that a resume changes nothing."""
    interval = 1
    while step > DENSE_METRICS * interval:
        interval *= 2
    return step % interval == 0
