"""How an attempt ends: completed, stopped, failed with a reason, or interrupted and queued again."""

from __future__ import annotations

import logging
import signal
from dataclasses import dataclass
from typing import Any, Final

from django.db import DatabaseError, transaction
from django.utils import timezone

from training.models import Checkpoint, Run, RunEvent, RunState
from training.services.jobs import model_folder
from training.services.transitions import NO_LEASE, move
from training.services.wake import send_ticket
from training.signals import run_completed

logger = logging.getLogger(__name__)
MAX_CRASHES: Final = 3  # in a row without a new checkpoint between them


@dataclass(frozen=True)
class Ending:
    """What is known of a trainer that has ended. Memory is in bytes."""

    state: str | None  # what it said last
    exit_code: int | None  # negative: killed by that signal; None: nobody saw
    peak_memory_bytes: int | None = None
    stop_requested: bool = False
    yielded: bool = False
    over_time: bool = False


def attempt_end(*, run: Run, lease: str, ending: Ending) -> None:
    """Bring the run into the state that follows, give its slot back, and send a ticket. Raises LeaseLost."""
    run.refresh_from_db()
    if ending.state == RunState.COMPLETED and ending.exit_code == 0:
        return _complete(run, lease)
    if ending.stop_requested or run.state == RunState.STOPPING or ending.over_time:
        error = {"code": "minutes_used_up", "values": {}} if ending.over_time else None
        return _finish(run, lease, RunState.STOPPED, error)
    if ending.yielded or (ending.state in (RunState.INTERRUPTED, RunState.STOPPED) and ending.exit_code == 0):
        return requeue(run=run, lease=lease, error=None)
    if ending.exit_code is None or ending.exit_code < 0:
        return crashed(run=run, lease=lease, error=_killed(run, ending))
    return _finish(run, lease, RunState.FAILED, _reason(run, ending))


def _complete(run: Run, lease: str) -> None:
    folder = model_folder(run)
    if folder is None:
        return _finish(run, lease, RunState.FAILED, {"code": "model_missing", "values": {}})
    for receiver, answer in run_completed.send_robust(sender=Run, run=run, model_folder=folder):
        if isinstance(answer, DatabaseError):
            raise answer  # the database is away: whoever calls tries again
        if isinstance(answer, Exception):
            logger.error("%s did not take the model of run %s", receiver, run.pk, exc_info=answer)
            return _finish(run, lease, RunState.FAILED, {"code": "model_not_kept", "values": {}})
    return _finish(run, lease, RunState.COMPLETED, None)


def _finish(run: Run, lease: str, to: str, error: dict[str, Any] | None) -> None:
    with transaction.atomic():
        changes = {**NO_LEASE, "finished_at": timezone.now(), "error": error, "eta_s": None}
        move(run=run, to=to, held=lease, **changes)
        send_ticket()


def requeue(*, run: Run, lease: str, error: dict[str, Any] | None) -> None:
    """Interrupt a run and queue it again; it goes on from its last checkpoint."""
    with transaction.atomic():
        move(run=run, to=RunState.INTERRUPTED, held=lease, error=error, eta_s=None, **NO_LEASE)
        move(run=run, to=RunState.QUEUED)
        send_ticket()


def crashed(*, run: Run, lease: str, error: dict[str, Any]) -> None:
    """Queue a run again whose processes died, unless it keeps dying at the same place: then it has failed."""
    checkpoint = (
        Checkpoint.objects.filter(run=run).order_by("-step").values_list("step", flat=True).first() or 0
    )
    before = (run.error or {}).get("values", {})
    crashes = before.get("crashes", 0) + 1 if before.get("checkpoint") == checkpoint else 1
    values = {**error["values"], "crashes": crashes, "checkpoint": checkpoint}
    if crashes >= MAX_CRASHES:
        return _finish(run, lease, RunState.FAILED, {"code": error["code"], "values": values})
    return requeue(run=run, lease=lease, error={"code": error["code"], "values": values})


def _killed(run: Run, ending: Ending) -> dict[str, Any]:
    if ending.exit_code is None:
        return {"code": "supervisor_lost", "values": {}}
    values = {
        "signal": signal.Signals(-ending.exit_code).name,
        "peak_memory_bytes": ending.peak_memory_bytes,
        "batch_size": run.config.get("batch_size"),
    }
    return {"code": "trainer_killed", "values": values}


def _reason(run: Run, ending: Ending) -> dict[str, Any]:
    """Return the trainer's own diagnosis of this attempt, else its exit code."""
    since = RunEvent.objects.filter(run=run, type="diagnosis", superseded=False)
    if run.started_at is not None:
        since = since.filter(time__gte=run.started_at)
    found = since.order_by("-seq").first()
    if found is not None:
        values = {"step": found.step, **found.payload.get("values", {})}
        return {"code": found.payload.get("code", "trainer_ended"), "values": values}
    values = {"exit_code": ending.exit_code, "peak_memory_bytes": ending.peak_memory_bytes}
    return {"code": "trainer_ended", "values": values}
