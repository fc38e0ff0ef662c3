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

from training.core.files import write_whole

PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h
PR_SET_NAME: Final = 15
PR_SET_CHILD_SUBREAPER: Final = 36
HOST_NAME: Final = "SLAMDUNK_HOST_NAME"  # environment variable
GONE_WITHIN: Final = 10.0  # seconds in which a killed process disappears
# The shell ends at once, so the program belongs to init and never becomes a zombie of a long-lived worker.
DETACH: Final = ("/bin/sh", "-c", '"$@" &', "sh")


def this_host() -> str:
    """Return what this host is called among those of the site: the machine's own name where no other is given."""
    return (os.environ.get(HOST_NAME) or os.uname().nodename)[:120]


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


def adopt_orphans() -> None:
    """Become the parent of what a child of this process leaves behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def name_process(name: str) -> None:
    """Give this process the name that `ps` and `top` show; a forked one has that of its parent."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_NAME, name.encode()[:15])


def start_time(pid: int) -> str | None:
    """Return when a process started (clock ticks since boot), None if it is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields[19]


def remember(path: Path, pid: int) -> None:
    """Write down a process so that it is recognised later, even if its number is given out again."""
    known = {"pid": pid, "started": start_time(pid), "host": this_host()}
    write_whole(path, json.dumps(known).encode())


def recall(path: Path) -> int | None:
    """Return the number of the process written down at `path` if it still lives on this host."""
    try:
        known = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    if known["host"] != this_host() or known["started"] is None:
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
