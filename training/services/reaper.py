"""Find runs whose holder is gone, free their slots, and queue them again."""

from __future__ import annotations

import logging
import secrets
from typing import Final

from django.conf import settings
from django.utils import timezone

from common.silence import Watch
from training.launch import end_trainer, forbid
from training.models import Run, RunState
from training.paths import job_folder, supervisor_file
from training.processes import recall, this_host
from training.services.ending import Ending, attempt_end
from training.services.following import follow_rest
from training.services.jobs import state_told
from training.services.transitions import LIVE, IllegalTransition, LeaseLost

logger = logging.getLogger(__name__)
EXIT_CODE: Final = {RunState.COMPLETED.value: 0, RunState.FAILED.value: 1}  # of a trainer that has said so
_watch: Final = Watch[str]()


def reap() -> int:
    """End every attempt whose lease ran out or whose supervisor here has died; return how many.

    A lease has run out when this process has seen the same heartbeat for the length of a lease.
    """
    live = {run.pk: run for run in Run.objects.filter(state__in=LIVE).defer("design")}
    signs = {pk: (run.lease, run.heartbeat_at) for pk, run in live.items()}
    silent = _watch.silent(signs, settings.SLAMDUNK_LEASE_SECONDS)
    return sum(_end(run) for pk, run in live.items() if pk in silent or _supervisor_died(run))


def _supervisor_died(run: Run) -> bool:
    """A supervisor here writes itself down when it starts; one that is written down and gone has died."""
    if run.lease_host != this_host():
        return False
    file = supervisor_file(run.pk, run.lease)
    return file.exists() and recall(file) is None


def _end(run: Run) -> bool:
    if not _take_over(run):
        return False  # its holder has come back, or somebody was faster
    end = end_trainer if run.lease_host == this_host() else forbid
    end(job_folder(run))
    try:
        attempt_end(run=run, lease=run.lease, ending=_told(run))
    except (LeaseLost, IllegalTransition):
        return False
    return True


def _take_over(run: Run) -> bool:
    """Put a lease of our own in the place of the one that was seen: from now on its holder can write nothing."""
    mine = secrets.token_hex(16)
    seen = Run.objects.filter(pk=run.pk, lease=run.lease, heartbeat_at=run.heartbeat_at, state__in=LIVE)
    if not seen.update(lease=mine, heartbeat_at=timezone.now()):
        return False
    run.lease = mine
    return True


def _told(run: Run) -> Ending:
    """Take in what the trainer has told last, where its job folder can be reached, and how it ended if it said so."""
    try:
        follow_rest(run=run)
    except (OSError, ValueError):
        logger.exception("What run %s told last cannot be read", run.pk)
    state = state_told(run)
    return Ending(state, EXIT_CODE.get(str(state)))
