"""`python -m training.launch RUN LEASE JOBDIR DEVICES`: the detached supervisor of one attempt of a run.

The trainer is started before Django is loaded: both take a while, and so they do it at once.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from training.core.events import EVENTS, is_written, part_from_writer
from training.core.leash import HELD
from training.core.waits import WAITS
from training.devices import split, visible
from training.processes import GONE_WITHIN, adopt_orphans, end_with_parent, kill_remembered, remember

logger = logging.getLogger(__name__)
TRAINER: Final = "trainer.pid"  # in the job folder: the process that trains
TRAINER_MODULE = "training.core.main"
RANKS_MODULE = "training.core.ranks"  # starts one trainer for each of several devices
# Memory is kept from step to step: a step takes and frees the same tensors again, and the pages of each would be cleared
# anew. They are large ones where Linux gives them, which are found sooner.
TRAINER_ENVIRONMENT = {
    **WAITS,
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": str(2**30),
    "MALLOC_TOP_PAD_": str(2**26),
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}


class Trainer(Protocol):
    """A started trainer: a child of this process, with a group of its own."""

    pid: int
    returncode: int | None


@dataclass
class ForkedTrainer:
    """A trainer that a warm process has forked."""

    pid: int
    returncode: int | None = None


def permit(job: Path, lease: str) -> Path:
    """Allow one supervisor, and no second, to start under a lease: whichever takes the file away.

    Those of earlier leases may start no more.
    """
    forbid(job)
    held_file(job, lease).touch()
    path = permission(job, lease)
    path.touch()
    return path


def forbid(job: Path) -> None:
    """Let no supervisor and no trainer begin any more; a trainer that is watched sees that it is held no more."""
    for old in (*job.glob("start-*"), *job.glob("held-*")):
        old.unlink(missing_ok=True)


def end_trainer(job: Path) -> None:
    """End the trainer that an attempt has left behind, so that afterwards nothing more is told of it.

    One that was killed with its supervisor before anybody had written it down ends by itself; it is waited for.
    """
    forbid(job)
    deadline = time.monotonic() + GONE_WITHIN
    kill_remembered(job / TRAINER)
    while is_written(job / EVENTS):
        if time.monotonic() > deadline:
            logger.warning("Some process still has the events of %s open; they go on in a copy", job)
            part_from_writer(job / EVENTS)
            return
        time.sleep(0.02)
        kill_remembered(job / TRAINER)


def permission(job: Path, lease: str) -> Path:
    return job / f"start-{lease[:8]}"


def held_file(job: Path, lease: str) -> Path:
    """Where a supervisor shows its trainer that it holds the run: empty until it has taken it up."""
    return job / f"held-{lease[:8]}"


def trainer_environment(devices: str = "") -> dict[str, str]:
    """Return what a trainer is started with; what an operator has set wins."""
    shown = visible(devices, os.environ.get("CUDA_VISIBLE_DEVICES"))
    narrowed = {} if shown is None else {"CUDA_VISIBLE_DEVICES": shown}
    return {**TRAINER_ENVIRONMENT, **os.environ, **narrowed}


def trainer_command(job: Path, devices: str) -> list[str]:
    """Return the program that trains a job on devices; on several, it starts a process for each."""
    module, n_devices = os.environ.get("SLAMDUNK_TRAINER_MODULE", TRAINER_MODULE), len(split(devices))
    spread = [RANKS_MODULE, str(n_devices)] if n_devices > 1 else []
    return [sys.executable, "-m", *spread, module, str(job)]


def start_trainer(job: Path, devices: str = "") -> subprocess.Popen[bytes]:
    """Start the trainer in a group of its own; it is asked to end if this process dies."""
    if len(split(devices)) > 1:
        adopt_orphans()  # torchrun gives each of its processes a session of its own
    with (job / "log.txt").open("ab") as log:
        trainer = subprocess.Popen(
            trainer_command(job, devices),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=trainer_environment(devices),
            preexec_fn=end_with_parent,
        )
    remember(job / TRAINER, trainer.pid)
    return trainer


def main(run_id: str, lease: str, job: Path, start: Callable[[Path], Trainer] = start_trainer) -> None:
    """Supervise a run. Whoever asked twice, because no answer came, gets one supervisor."""
    try:
        permission(job, lease).unlink()
    except FileNotFoundError:
        return
    remember(job / f"supervisor-{lease[:8]}.pid", os.getpid())
    os.environ[HELD] = str(held_file(job, lease))  # for the trainer
    trainer = start(job)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
    import django

    django.setup()
    from training.supervisor import Supervisor

    Supervisor(run_id, lease, job, trainer).supervise()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), partial(start_trainer, devices=sys.argv[4]))
