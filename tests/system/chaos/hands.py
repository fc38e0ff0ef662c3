"""`python -m tests.system.chaos.hands training|short`: a worker of a cluster that always has the next ticket at once."""

from __future__ import annotations

import logging
import subprocess
import sys
import time

import django
from django.db import DatabaseError, InterfaceError, connection

PAUSE = 0.3  # seconds
logger = logging.getLogger(__name__)


def main(cluster: str) -> None:
    django.setup()
    from training import tasks
    from training.services import reap

    def short() -> None:
        tasks.prepare()
        reap()

    work = tasks.ticket if cluster == "training" else short
    while True:
        try:
            work()
        except (DatabaseError, InterfaceError, OSError, subprocess.SubprocessError):
            logger.exception("This ticket came to nothing")
            connection.close()
        time.sleep(PAUSE)


if __name__ == "__main__":
    main(sys.argv[1])
