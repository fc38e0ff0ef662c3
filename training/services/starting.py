"""Start what may start here: claim, write the job folder, launch the supervisor."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

from django.utils import timezone

from training.models import Run, RunState
from training.paths import log_folder
from training.processes import launch_detached
from training.services.jobs import JobDataMissing, job_write
from training.services.queue import run_claim
from training.services.transitions import NO_LEASE, move
from training.services.wake import send_ticket
from training.services.workers import host_closed

logger = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[2]


def start_what_may() -> list[str]:
    """Start queued runs until slots or runs are used up; return their ids. Safe to call at any time."""
    started: list[str] = []
    while not host_closed() and (run := run_claim()):
        if _start(run):
            started.append(run.pk)
    return started


def _start(run: Run) -> bool:
    try:
        job = job_write(run=run)
        command = [sys.executable, "-m", "training.launch", run.pk, run.lease, str(job)]
        launch_detached(command, log_folder() / "supervisors.log", cwd=ROOT)
    except JobDataMissing:
        _give_up(run, "data_missing")
    except (OSError, subprocess.SubprocessError, ValueError):
        logger.exception("Run %s could not be started", run.pk)
        _give_up(run, "not_started")
    else:
        return True
    return False


def _give_up(run: Run, code: str) -> None:
    error = {"code": code, "values": {}}
    move(run=run, to=RunState.FAILED, held=run.lease, error=error, finished_at=timezone.now(), **NO_LEASE)
    send_ticket()
