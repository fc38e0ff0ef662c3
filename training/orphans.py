"""End what a child of this process has left behind. No Django here."""

from __future__ import annotations

import contextlib
import time

import psutil

from training.processes import GONE_WITHIN


def end_orphans() -> None:
    """Kill the children of this process, and those it has adopted, and wait until none is left."""
    deadline = time.monotonic() + GONE_WITHIN
    while (left := psutil.Process().children()) and time.monotonic() < deadline:
        for child in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        psutil.wait_procs(left, timeout=0.1)
