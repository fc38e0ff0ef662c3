"""Whether to compile the model of a run: decided by what was measured with and without."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from common.models import WorkState
from training.core.config import TrainConfig
from training.core.pace import Played, play
from training.models import Measurement, Run
from training.services.measuring import Work, measured_both, work_of
from training.services.paces import Alike, Text, budget_of, pace_of, text_of
from training.services.queue_settings import device_names

Why = Literal["on", "off", "gpu", "repays", "no_gain", "short", "untried", "cannot", "several_devices"]
# Of the time of a training on a CPU; 0.11 was measured at a small size, none at larger ones.
MOST_GAIN: Final = 0.15
TAKES_S: Final = 20.0  # to compile on a CPU, once in a trial and once in the run


@dataclass(frozen=True)
class Verdict:
    """Whether to compile, why, and where both was measured what that takes and saves, in seconds."""

    compiled: bool
    why: Why
    takes_s: float | None = None
    saves_s: float | None = None

    def to_json(self) -> dict[str, Any]:
        return {"compiled": self.compiled, "why": self.why, "takes_s": self.takes_s, "saves_s": self.saves_s}


def compile_decide(work: Work, text: Text) -> Verdict:
    """Decide for the work of a run; `work.compiled` is not looked at. Raises ProductError as `budget_of`."""
    asked = work.config.get("compile", "auto")
    if asked != "off" and work.config.get("devices", 1) > 1:
        return Verdict(False, "several_devices")  # as `training.core.compiling.to_compile` does
    if asked != "auto":
        return Verdict(asked == "on", asked)
    if device_names()[0] != "cpu":
        return Verdict(True, "gpu")
    plain, compiled = replace(work, compiled=False), replace(work, compiled=True)
    alone, other = measured_both(plain.key, compiled.key)
    if alone is None:
        return Verdict(False, "untried")
    without = _played(alone, plain, text)
    if other is not None:
        return _compared(without, other, compiled, text)
    failed = Measurement.objects.filter(key=compiled.key, state=WorkState.FAILED)
    if failed.filter(error__code="cannot_compile").exists():
        return Verdict(False, "cannot")
    return Verdict(False, "short" if without.seconds * MOST_GAIN < 2 * TAKES_S else "untried")


def verdict_of(run: Run) -> Verdict:
    """Decide for a run that is about to start."""
    return compile_decide(work_of(run), text_of(run))


def _compared(without: Played, row: Measurement, work: Work, text: Text) -> Verdict:
    """Compare by the steps made in a second: minutes end one training, steps another."""
    made = _played(row, work, text)
    saves = made.steps * without.seconds / without.steps - made.seconds
    takes = row.figures.get("compile_s", 0.0)
    return Verdict(saves > 0, "repays" if saves > 0 else "no_gain", takes, saves)


def _played(row: Measurement, work: Work, text: Text) -> Played:
    pace = pace_of(Alike().known(row, work), work, text)
    return play(TrainConfig.model_validate(work.config), budget_of(work, text), pace)
