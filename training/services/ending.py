"""How an attempt ends: completed, stopped, failed with a reason, or interrupted and queued again."""

from __future__ import annotations

import logging
import signal
from dataclasses import dataclass
from typing import Any, Final

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from training.core.config import TrainConfig
from training.core.fixes import smaller, with_fix
from training.models import Checkpoint, Run, RunEvent, RunState
from training.services.jobs import first_seq, model_folder
from training.services.measuring import measurement_keep
from training.services.paces import context_length
from training.services.shares import charge
from training.services.transitions import NO_LEASE, IllegalTransition, move
from training.services.wake import send_ticket
from training.signals import run_completed

logger = logging.getLogger(__name__)
DISK_FULL: Final = 28  # exit code of a trainer that could not tell it otherwise
MAX_CRASHES: Final = 3  # in a row without a new checkpoint between them


@dataclass(frozen=True)
class Ending:
    """What is known of a trainer that has ended. Memory is in bytes."""

    state: str | None  # what it said last
    exit_code: int | None  # negative: killed by that signal; None: nobody saw
    peak_memory_bytes: int | None = None
    stop_requested: bool = False
    yielded: bool = False
    made_room: bool = False  # the queue asked for its devices
    over_time: bool = False


def attempt_end(*, run: Run, lease: str, ending: Ending) -> None:
    """Bring the run into the state that follows, give its slot back, and send a ticket. Raises LeaseLost."""
    run.refresh_from_db()
    try:
        _follow(run, lease, ending)
    except IllegalTransition:  # somebody has asked to stop it meanwhile, and move has read that
        _follow(run, lease, ending)


def _follow(run: Run, lease: str, ending: Ending) -> None:
    if ending.state == RunState.COMPLETED and ending.exit_code == 0:
        return _complete(run, lease)
    if ending.stop_requested or run.state == RunState.STOPPING or ending.over_time:
        error = {"code": "minutes_used_up", "values": {}} if ending.over_time else None
        return _finish(run, lease, RunState.STOPPED, error)
    if ending.made_room and (ending.state, ending.exit_code) == (RunState.INTERRUPTED, 0):
        return _make_room(run, lease)
    if ending.yielded or (ending.state in (RunState.INTERRUPTED, RunState.STOPPED) and ending.exit_code == 0):
        return requeue(run=run, lease=lease, error=None)
    if ending.state != RunState.FAILED and (ending.exit_code is None or ending.exit_code < 0):
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
    measurement_keep(run=run, model_folder=folder)
    return _finish(run, lease, RunState.COMPLETED, None)


def _finish(run: Run, lease: str, to: str, error: dict[str, Any] | None) -> None:
    with transaction.atomic():
        charge(run=run)
        changes = {**NO_LEASE, "finished_at": timezone.now(), "error": error, "eta_s": None}
        move(run=run, to=to, held=lease, **changes)
        send_ticket()


def requeue(*, run: Run, lease: str, error: dict[str, Any] | None) -> None:
    """Interrupt a run and queue it again; it goes on from its last checkpoint."""
    with transaction.atomic():
        charge(run=run)
        move(run=run, to=RunState.INTERRUPTED, held=lease, error=error, eta_s=None, **NO_LEASE)
        move(run=run, to=RunState.QUEUED)
        send_ticket()


def _make_room(run: Run, lease: str) -> None:
    """Queue a run again that gave its devices to others: no fault of it, and no attempt more."""
    with transaction.atomic():
        charge(run=run)
        move(run=run, to=RunState.INTERRUPTED, held=lease, error=None, eta_s=None, **NO_LEASE)
        move(run=run, to=RunState.QUEUED, made_room=True, attempt=F("attempt") - 1)
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
    if ending.exit_code == -signal.SIGBUS:  # a file that was mapped has been cut short
        return {"code": "data_unreadable", "values": {}}
    values = {
        "signal": signal.Signals(-ending.exit_code).name,
        "peak_memory_bytes": ending.peak_memory_bytes,
        "batch_size": run.config.get("batch_size"),
    }
    fix = _smaller(run) if ending.exit_code == -signal.SIGKILL else {}
    return {"code": "trainer_killed", "values": with_fix(values, fix)}


def _smaller(run: Run) -> dict[str, Any]:
    """Return the options that would have taken less memory."""
    config = TrainConfig.model_validate(run.config)
    return smaller(config, config.context_length or context_length(run.design) or 0)


def _reason(run: Run, ending: Ending) -> dict[str, Any]:
    """Return the trainer's own diagnosis of this attempt, else its exit code."""
    told = RunEvent.objects.filter(run=run, type="diagnosis", superseded=False)
    told = told.filter(payload__level__isnull=True)  # one that has a level is a warning: the training went on
    found = told.filter(seq__gte=first_seq(run) or 0).order_by("-seq").first()
    if found is not None:
        values = {"step": found.step, **found.payload.get("values", {})}
        return {"code": found.payload.get("code", "trainer_ended"), "values": values}
    if ending.exit_code == DISK_FULL:
        return {"code": "disk_full", "values": {}}
    values = {"exit_code": ending.exit_code, "peak_memory_bytes": ending.peak_memory_bytes}
    return {"code": "trainer_ended", "values": values}
