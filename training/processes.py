"""Start, recognise and end processes that outlive whoever starts them. No Django here."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h
GONE_WITHIN: Final = 10.0  # seconds in which a killed process disappears
# The shell ends at once, so the program belongs to init and never becomes a zombie of a long-lived worker.
DETACH: Final = ("/bin/sh", "-c", '"$@" &', "sh")


def launch_detached(command: Sequence[str], log: Path, cwd: Path | None = None) -> None:
    """Start a program in a session of its own that nobody waits for; its output goes to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        subprocess.run(
            [*DETACH, *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd=cwd,
            check=True,
        )


def end_with_parent() -> None:
    """In a child: be told to end when the parent dies, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start_time(pid: int) -> str | None:
    """Return when a process started (clock ticks since boot), None if it is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields[19]


def remember(path: Path, pid: int) -> None:
    """Write down a process so that it is recognised later, even if its number is given out again."""
    path.write_text(json.dumps({"pid": pid, "started": start_time(pid), "host": os.uname().nodename}))


def recall(path: Path) -> int | None:
    """Return the number of the process written down at `path` if it still lives on this host."""
    try:
        known = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    if known["host"] != os.uname().nodename or known["started"] is None:
        return None
    return int(known["pid"]) if start_time(known["pid"]) == known["started"] else None


def signal_group(pid: int, number: int) -> None:
    """Signal the whole group that `pid` leads; a group that is gone needs no signal."""
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return


def kill_remembered(path: Path) -> bool:
    """Kill the group written down at `path` and wait until its leader is gone. Return whether one lived."""
    pid = recall(path)
    if pid is None:
        return False
    signal_group(pid, signal.SIGKILL)
    deadline = time.monotonic() + GONE_WITHIN
    while recall(path) is not None:
        if time.monotonic() > deadline:
            raise TimeoutError(f"process {pid} does not end")
        time.sleep(0.02)
    return True
