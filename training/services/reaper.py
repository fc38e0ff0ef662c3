"""Find runs whose holder is gone, free their slots, and queue them again."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from training.models import Run, RunState
from training.paths import job_folder, supervisor_file
from training.processes import kill_remembered, recall
from training.services.ending import Ending, attempt_end
from training.services.jobs import TRAINER
from training.services.queue import LEASE_TTL
from training.services.transitions import LIVE, IllegalTransition, LeaseLost
from training.services.workers import this_host


def reap() -> int:
    """End every attempt whose lease ran out or whose supervisor here has died; return how many."""
    limit = timezone.now() - LEASE_TTL
    live = Run.objects.filter(state__in=LIVE)
    expired = live.filter(Q(heartbeat_at__lt=limit) | Q(heartbeat_at=None))
    lost = {run.pk: run for run in expired}
    lost.update({run.pk: run for run in live.filter(lease_host=this_host()) if _supervisor_died(run)})
    return sum(_end(run) for run in lost.values())


def _supervisor_died(run: Run) -> bool:
    """A supervisor writes itself down when it starts; one that is written down and gone has died."""
    file = supervisor_file(run.pk, run.lease)
    return file.exists() and recall(file) is None


def _end(run: Run) -> bool:
    if not Run.objects.filter(pk=run.pk, lease=run.lease).exists():
        return False  # somebody was faster: a trainer that is there now belongs to the next attempt
    if run.lease_host == this_host():
        kill_remembered(job_folder(run) / TRAINER)
    stopping = run.state == RunState.STOPPING
    try:
        attempt_end(run=run, lease=run.lease, ending=Ending(None, None, stop_requested=stopping))
    except (LeaseLost, IllegalTransition):
        return False  # its holder has come back or ended it
    return True
