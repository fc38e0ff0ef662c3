"""Signs of life of the workers, and whether this host takes new runs."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from training.models import Run, WorkerHeartbeat
from training.paths import home, job_folder, supervisor_file
from training.processes import recall, remember, this_host

CLUSTERS: Final = ("training", "short")
ALIVE_WITHIN: Final = timedelta(seconds=150)  # a canary runs each minute; schedules come 30 s late
YIELD_WITHIN: Final = 20.0  # seconds for the supervisors of this host to checkpoint
STOP_FILE: Final = "stop"


def worker_beat(*, cluster: str) -> None:
    """Write down that a worker of `cluster` on this host has just done something."""
    now = timezone.now()
    WorkerHeartbeat.objects.update_or_create(
        host=this_host(), cluster=cluster, defaults={"pid": os.getpid(), "beat_at": now}
    )


def workers_alive() -> dict[str, bool]:
    """Return for each cluster whether a worker has given a sign of life lately."""
    alive = set(_fresh().values_list("cluster", flat=True))
    return {cluster: cluster in alive for cluster in CLUSTERS}


def hosts_alive() -> set[str]:
    """Return the hosts of which some worker has given a sign of life lately."""
    return set(_fresh().values_list("host", flat=True))


def _fresh() -> QuerySet[WorkerHeartbeat]:
    return WorkerHeartbeat.objects.filter(beat_at__gt=timezone.now() - ALIVE_WITHIN)


def host_closed() -> bool:
    """Say whether whoever runs this host's processes is shutting them down."""
    return recall(_closed_file()) is not None


def host_shutdown(*, wait_s: float = YIELD_WITHIN) -> int:
    """Ask this host's supervisors to checkpoint and yield, and wait for them.

    No run starts here until the calling process has ended. Returns how many had not ended in time.
    """
    remember(_closed_file(), os.getpid())
    runs = list(Run.objects.filter(lease_host=this_host()).exclude(lease=""))
    for folder in map(job_folder, runs):
        if folder.is_dir():
            (folder / STOP_FILE).write_text("yield")
    deadline = time.monotonic() + wait_s
    left = [supervisor_file(run.pk, run.lease) for run in runs]
    while (left := [file for file in left if recall(file)]) and time.monotonic() < deadline:
        time.sleep(0.1)
    return len(left)


def _closed_file() -> Path:
    return home() / f"closed-{this_host()}"
