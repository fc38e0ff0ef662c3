"""Ask runs of this host to make room for those that wait; their supervisors see it and let them checkpoint."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from common.models import WorkState
from training.models import Run, RunState, WorkerHeartbeat
from training.picking.room import making_room, next_in
from training.processes import this_host
from training.services.queue import here_as_devices, takes_no_runs
from training.services.queue_rows import placeable_ever, queue_rows
from training.services.wake import wake


def ask_for_room() -> list[str]:
    """Mark the runs of this host that should make room now, and return them. Cheap while nobody waits."""
    waiting = Run.objects.filter(state=RunState.QUEUED, token_file__state=WorkState.READY)
    if not waiting.exists() or takes_no_runs():
        return []
    return _ask()


@transaction.atomic
def _ask() -> list[str]:
    list(WorkerHeartbeat.objects.select_for_update().filter(host=this_host(), cluster="training"))
    gpu, here = here_as_devices()
    rows = queue_rows(measured=gpu)
    left = placeable_ever(rows, here)
    for other in rows.live:  # who makes room on another host does so for the first of those who wait
        if other.asked and other.host != this_host():
            first = next_in(left, rows.live, rows.people, rows.rules)
            left = [one for one in left if one is not first]
    chosen = making_room(left, rows.live, here, rows.people, rows.rules)
    return [one.waiting.run for one in chosen if yield_ask(run_id=one.waiting.run)]


def yield_ask(*, run_id: str) -> bool:
    """Ask one run to checkpoint and wait again; say whether it was there to be asked."""
    now = timezone.now()
    training = Run.objects.filter(pk=run_id, state=RunState.TRAINING, yield_asked_at=None)
    asked = training.update(yield_asked_at=now, updated_at=now)
    if asked:
        wake(run_id)
    return bool(asked)
