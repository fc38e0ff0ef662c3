"""The queue: runs are picked by policy and claimed by compare-and-set under a lease."""

from __future__ import annotations

import os
import secrets
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from accounts.models import User
from accounts.quotas import limits_for
from common.models import WorkState
from training.models import Run, RunState, WorkerHeartbeat
from training.services.transitions import LIVE
from training.services.wake import wake
from training.services.workers import this_host

LEASE_TTL: Final = timedelta(seconds=45)  # without a heartbeat for so long, a lease has run out
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


def devices() -> list[str]:
    """Return a name for each slot of this host: one per GPU, or a configured number on the CPU."""
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    folder = Path("/proc/driver/nvidia/gpus")
    n_gpus = len(list(folder.iterdir())) if folder.is_dir() else 0
    if visible is not None:
        n_gpus = min(n_gpus, len([part for part in visible.split(",") if part.strip() not in ("", "-1")]))
    return [f"cuda:{i}" for i in range(n_gpus)] or ["cpu"] * settings.SLAMDUNK_CPU_SLOTS


def free_device() -> str | None:
    """Return a device of this host with a slot that no lease holds, None if there is none."""
    held = Counter(
        Run.objects.filter(lease_host=this_host(), state__in=LIVE).values_list("lease_device", flat=True)
    )
    for device in devices():
        if held[device] == 0:
            return device
        held[device] -= 1
    return None


def candidates() -> list[Run]:
    """Return the runs that could start, in order: fair share between people, then priority, then age."""
    ready = Run.objects.filter(state=RunState.QUEUED, token_file__state=WorkState.READY)
    owners = {run.owner_id for run in ready}
    shares = User.objects.filter(pk__in=owners).annotate(
        n_live=Count("runs", filter=Q(runs__state__in=LIVE)), last=Max("runs__started_at")
    )
    share = {user.pk: (user.n_live, user.last or NEVER) for user in shares}
    room = {user.pk: user.n_live < limits_for(user).runs_at_once for user in shares}
    waiting = [run for run in ready if room[run.owner_id]]
    return sorted(waiting, key=lambda run: (*share[run.owner_id], -run.priority, run.queued_at))


@transaction.atomic
def run_claim() -> Run | None:
    """Claim the next run that may start on this host, under a new lease; None if there is none.

    Two callers never get the same run, nor together more than the slots there are.
    """
    list(WorkerHeartbeat.objects.select_for_update().filter(host=this_host(), cluster="training"))
    device = free_device()
    if device is None:
        return None
    for run in candidates():
        now = timezone.now()
        lease = secrets.token_hex(16)
        claimed = Run.objects.filter(pk=run.pk, state=RunState.QUEUED).update(
            state=RunState.PREPARING,
            lease=lease,
            lease_host=this_host(),
            lease_device=device,
            heartbeat_at=now,
            started_at=now,
            attempt=F("attempt") + 1,
            updated_at=now,
        )
        if claimed:
            wake(run.pk)
            return Run.objects.select_related("token_file", "tokenizer").get(pk=run.pk)
    return None
