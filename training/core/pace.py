"""How long a training takes: what its parts cost, and the trainer's own rules played through with that. No torch."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.core.config import TrainConfig
from training.core.progress import FIRST_SAMPLE, Budget, Due, judged_before_saving

if TYPE_CHECKING:
    from training.core.trainer import Trainer

WARM_UP = 2  # times of a part that count only where there are no others: memory is found, kernels are chosen
MOST_LOOKS = 5000  # events that are played one by one; what is left goes on at the same pace
SHORTEST = 1e-6  # seconds of a step


class Costs:
    """What the parts of a training took, in seconds, as it went on."""

    def __init__(self) -> None:
        self._n: dict[str, int] = {}
        self._sum: dict[str, float] = {}
        self._warm_up: dict[str, list[float]] = {}

    def add(self, part: str, seconds: float) -> None:
        warm_up = self._warm_up.setdefault(part, [])
        if len(warm_up) < WARM_UP:
            warm_up.append(seconds)
            return
        self._n[part] = self._n.get(part, 0) + 1
        self._sum[part] = self._sum.get(part, 0.0) + seconds

    def timed(self, part: str, work: Callable[[], object]) -> float:
        """Do the work and count it; return its seconds."""
        began = time.monotonic()
        work()
        seconds = time.monotonic() - began
        self.add(part, seconds)
        return seconds

    def mean(self, part: str) -> float | None:
        """Return the seconds of one time; None of a part that never was."""
        if self._n.get(part):
            return self._sum[part] / self._n[part]
        return self._warm_up[part][-1] if part in self._warm_up else None


@dataclass(frozen=True)
class Pace:
    """Seconds that a device takes for the parts of a training."""

    start_s: float  # before the first step
    step_s: float
    eval_s: float
    sample_s: float
    checkpoint_s: float
    compile_s: float = 0.0


@dataclass(frozen=True)
class Played:
    """How a training will have gone."""

    steps: int
    seconds: float  # from the start of its process to its end
    n_evals: int
    n_samples: int
    n_checkpoints: int


def play(config: TrainConfig, budget: Budget, pace: Pace) -> Played:
    """Go through a training by the clock, as `Trainer.run` does; patience is not foreseen."""
    step_s = max(pace.step_s, SHORTEST)
    dues = {
        "eval": (Due(config.eval_interval, config.eval_seconds), pace.eval_s),
        "sample": (Due(config.sample_interval, config.sample_seconds, FIRST_SAMPLE), pace.sample_s),
        "checkpoint": (Due(config.checkpoint_interval, config.checkpoint_seconds), pace.checkpoint_s),
    }
    clock, step, looks = pace.compile_s + pace.eval_s, 0, 0  # an evaluation comes before the first step
    done, last = {"eval": 1, "sample": 0, "checkpoint": 0}, {"eval": 0}
    while budget.progress(step, clock) < 1.0 and looks < MOST_LOOKS:
        looks += 1
        n = min(due.steps_left(step, clock, step_s) for due, _ in dues.values())
        n = min(n, budget.steps_left(step, clock, step_s))
        step, clock = step + n, clock + n * step_s
        for name, (due, cost) in dues.items():
            if due.now(step, clock):
                judged = name == "checkpoint" and last["eval"] == step
                began = clock - (pace.eval_s if judged else 0.0)
                if name == "checkpoint" and judged_before_saving(config) and not judged:
                    clock += pace.eval_s
                    done["eval"], last["eval"] = done["eval"] + 1, step
                    dues["eval"][0].rest(began, clock)
                clock += cost
                if name != "sample":
                    due.rest(began, clock)
                done[name], last[name] = done[name] + 1, step
    rest = 1.0 / budget.progress(step, clock)
    at_end = {name: last.get(name) != step for name in dues}  # what the end does once more
    closing = sum(cost for name, (_, cost) in dues.items() if at_end[name])
    counts = {name: round(done[name] * rest) + at_end[name] for name in dues}
    return Played(
        steps=max(1, round(step * rest)),
        seconds=pace.start_s + clock * rest + closing,
        n_evals=counts["eval"],
        n_samples=counts["sample"],
        n_checkpoints=counts["checkpoint"],
    )


def pace_of(trainer: Trainer) -> dict[str, float]:
    """Return the seconds of a start, a compilation, a step, a checkpoint, and by token of an evaluation and a sample.

    A part that never was is left out.
    """
    config, costs = trainer.config, trainer.costs
    parts = {
        "start_s": ("start", 1),
        "compile_s": ("compile", 1),
        "step_s": ("step", 1),
        "eval_token_s": ("eval", trainer.evaluator.n_read),
        "sample_token_s": ("sample", config.sample_tokens * len(config.sample_prompts)),
        "checkpoint_s": ("checkpoint", 1),
    }
    means = {name: (costs.mean(part), n) for name, (part, n) in parts.items()}
    return {name: mean / n for name, (mean, n) in means.items() if mean is not None and n}
