"""Start what may start here: claim, write the job folder, launch the supervisor."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from training.core.files import NO_ROOM
from training.launch import permit, trainer_environment
from training.models import Run, RunState
from training.paths import home, log_folder
from training.processes import launch_detached
from training.services.jobs import JobDataMissing, job_write
from training.services.queue import run_claim
from training.services.shares import n_devices
from training.services.transitions import NO_LEASE, move
from training.services.wake import send_ticket
from training.services.workers import host_closed
from training.warm_client import NotWarm, launch_warm, socket_file

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
        _launch(run, job)
    except JobDataMissing as error:
        _give_up(run, error.code)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        logger.exception("Run %s could not be started", run.pk)
        full = isinstance(error, OSError) and error.errno in NO_ROOM
        _give_up(run, "disk_full" if full else "not_started")
    else:
        return True
    return False


def _launch(run: Run, job: Path) -> None:
    """Start the supervisor: forked by the warm process of this host, else as a new program.

    A training on several devices is started by torchrun, which a fork cannot be.
    """
    permit(job, run.lease)
    log = log_folder() / "supervisors.log"
    if settings.SLAMDUNK_WARM_START and n_devices(run) == 1:
        try:
            needed = trainer_environment()
            launch_warm(socket_file(home()), run=run.pk, lease=run.lease, job=job, log=log, needed=needed)
        except NotWarm as error:
            logger.info("Run %s starts cold: %s", run.pk, error.reason)
        else:
            return
    asked = [run.pk, run.lease, str(job), run.lease_device]
    launch_detached([sys.executable, "-m", "training.launch", *asked], log, cwd=ROOT)


def _give_up(run: Run, code: str) -> None:
    error = {"code": code, "values": {}}
    move(run=run, to=RunState.FAILED, held=run.lease, error=error, finished_at=timezone.now(), **NO_LEASE)
    send_ticket()
