"""What django-q workers do. Every task is a ticket: it claims, launches, and is over in a moment."""

from __future__ import annotations

import logging
import subprocess
import sys

from django.conf import settings
from django.db import DatabaseError
from django_q.conf import Conf

from training.paths import log_folder
from training.processes import launch_detached, this_host
from training.services import host_closed, reap, worker_beat
from training.services.cut_texts import tokens_tidy
from training.services.preparation import ROOT, prepare_what_may
from training.services.probing import probe_what_may
from training.services.queue_settings import host_seen
from training.services.rolling import roll_rest, unrolled
from training.services.starting import start_what_may
from training.services.sweeps import sweeps_advance
from training.services.tracking import needs_sync

logger = logging.getLogger(__name__)


def ticket() -> list[str]:
    """Start the trainings that may start on this host."""
    worker_beat(cluster="training")
    reap()
    sweeps_advance()
    return start_what_may()


def prepare() -> int:
    """Start the preparation jobs and the trial that may start on this host."""
    worker_beat(cluster="short")
    return prepare_what_may() + probe_what_may()


def housekeeping() -> None:
    """Each minute, on the short cluster: start what a lost ticket left waiting, send MLflow what is new."""
    prepare()
    reap()
    tokens_tidy()
    for run in unrolled():
        roll_rest(run=run)
    if settings.MLFLOW_TRACKING_URI and needs_sync() and not host_closed():
        launch_detached([sys.executable, "-m", "training.tracking"], log_folder() / "tracking.log", cwd=ROOT)


def first_sign_of_life(**_: object) -> None:
    """A worker has just been started: say so, and start what waited for it."""
    try:
        if Conf.CLUSTER_NAME == "training":
            host_seen(name=this_host())
            ticket()
        else:
            prepare()
    except (OSError, subprocess.SubprocessError, DatabaseError):
        logger.exception("The first look at the queue failed; the next minute tries again")
