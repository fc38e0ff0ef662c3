"""A trainer whose supervisor shows no more that it holds the run ends, before somebody else may have the run.

A supervisor that dies takes its trainer along; one that is frozen cannot. It shows that it holds the run by the time
of change of a file, which is compared for equality alone, so that no clock counts. Looks are counted, not seconds, so
that a trainer that was frozen too gives its supervisor the time to wake up.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from training.core.files import write_whole

HELD: Final = "SLAMDUNK_HELD"  # environment variable: where that file is; in it the seconds of a lease
# Shares of a lease without a sign of life. Nobody else may have the run before the trainer is gone.
LET_GO_AFTER: Final = 0.75  # then it is asked to keep a checkpoint
GONE_BY: Final = 0.9  # then it is killed
LOOKS: Final = 40  # in a lease
FIRST_LOOK_EVERY: Final = 1.0  # seconds, until the supervisor has taken the run up


def may_train() -> bool:
    """Whether the run is held for this process; False if it started so late that somebody else has the run."""
    path = os.environ.get(HELD)
    return path is None or Path(path).exists()


def end_unless_held() -> None:
    """End at once if somebody else has the run by now: a host that stood still does not know what passed meanwhile."""
    if not may_train():
        os.killpg(os.getpgrp(), signal.SIGKILL)


def show_held(path: Path, lease_s: float) -> None:
    """Show the trainer that the run is still held. A disk without room for the first sign leaves it unwatched."""
    with contextlib.suppress(OSError):
        if _lease(path) is not None:
            os.utime(path)
        else:
            write_whole(path, str(lease_s).encode())


def let_go_unless_held(let_go: Callable[[], None]) -> None:
    """Watch the supervisor, if one started this process: call `let_go` when it falls silent, and end in time."""
    if path := os.environ.get(HELD):
        threading.Thread(target=_watch, args=(Path(path), let_go), name="leash", daemon=True).start()


def _watch(path: Path, let_go: Callable[[], None]) -> None:
    while (lease_s := _lease(path)) is None:
        time.sleep(FIRST_LOOK_EVERY)
        if not path.exists():  # taken away before the supervisor was there: somebody else has the run
            os.killpg(os.getpgrp(), signal.SIGKILL)
    seen, same = _sign(path), 0
    while same < GONE_BY * LOOKS:
        time.sleep(lease_s / LOOKS)
        sign = _sign(path)
        seen, same = sign, same + 1 if sign == seen else 0
        if same == LET_GO_AFTER * LOOKS:
            let_go()
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _lease(path: Path) -> float | None:
    """Return the seconds of a lease; None before they are written down whole."""
    try:
        return float(path.read_text())
    except (OSError, ValueError):
        return None


def _sign(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None
