"""`python -m training.launch RUN LEASE JOBDIR`: the detached supervisor of one attempt of a run.

The trainer is started before Django is loaded: both take a while, and so they do it at once.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from training.processes import end_with_parent, remember

TRAINER_MODULE = "training.core.main"


def start_trainer(job: Path) -> subprocess.Popen[bytes]:
    """Start the trainer in a group of its own; it is asked to end if this process dies."""
    module = os.environ.get("SLAMDUNK_TRAINER_MODULE", TRAINER_MODULE)
    with (job / "log.txt").open("ab") as log:
        trainer = subprocess.Popen(
            [sys.executable, "-m", module, str(job)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
    remember(job / "trainer.pid", trainer.pid)
    return trainer


def main(run_id: str, lease: str, job: Path) -> None:
    remember(job / f"supervisor-{lease[:8]}.pid", os.getpid())
    trainer = start_trainer(job)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
    import django

    django.setup()
    from training.supervisor import Supervisor

    Supervisor(run_id, lease, job, trainer).supervise()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
