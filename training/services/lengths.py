"""How long runs still have to train: only from what was told or measured, never by a rule of thumb."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from training.models import Measurement, Run, RunState
from training.services.estimates import seconds_of

MINUTE: Final = 60.0


def seconds_left(runs: Iterable[Run]) -> dict[str, float]:
    """Return the seconds of training that these runs have left; those of which nothing is known are left out.

    Runs come with `tokenizer`, `token_file` and `corpus`. Until this site has measured anything, only what a run told
    itself and its own limit of minutes count.
    """
    rows = list(runs)
    measured = Measurement.objects.filter(measured_at__isnull=False).exists()
    estimated = seconds_of(rows) if measured else {}
    told = {run.pk: _told(run) for run in rows}
    left = {run.pk: estimated.get(run.pk, _bound(run)) for run in rows}
    known = {pk: told[pk] if told[pk] is not None else left[pk] for pk in left}
    return {pk: seconds for pk, seconds in known.items() if seconds is not None}


def _told(run: Run) -> float | None:
    """Return what the run itself has told, None if it has told nothing of use."""
    if run.state == RunState.STOPPING:
        return 0.0
    if run.eta_s is not None:
        return run.eta_s
    if run.step and run.total_steps and run.trained_s:
        return run.trained_s / run.step * max(0, run.total_steps - run.step)
    return None


def _bound(run: Run) -> float | None:
    minutes = run.config.get("max_minutes")
    return max(0.0, minutes * MINUTE - run.trained_s) if minutes else None
