"""A process that may take so much memory and so much time, and whose end always has a name."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from inference.core.exports.errors import ExportError
from training.processes import end_with_parent

LOOK_EVERY = 0.1  # seconds


@dataclass(frozen=True)
class Limits:
    seconds: float = 900.0
    n_bytes: int = 16 << 30


def run(
    command: Sequence[str], *, step: str, limits: Limits, cwd: Path, log: Path, path: Path | None = None
) -> str:
    """Run a program in a group of its own and return what it prints. `path`: where Python finds modules besides.

    Raises ExportError, named for how it ended: export_too_slow, export_too_large, export_died, export_broke; `step`
    says what it was doing. It ends when this process ends, however that does.
    """
    output = cwd / f"{step}.out"
    with output.open("wb") as out, log.open("ab") as err:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            env=environment(path),
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        try:
            _wait(process, step, limits)
        finally:
            _end(process)
    if process.returncode < 0:
        raise ExportError("export_died", step=step, signal=signal.Signals(-process.returncode).name)
    if process.returncode > 0:
        raise ExportError("export_broke", step=step)
    return output.read_text(encoding="utf-8", errors="replace")


def environment(path: Path | None) -> dict[str, str]:
    """One thread that does not spin: a training on the same machine comes first."""
    own = {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive", "TOKENIZERS_PARALLELISM": "false"}
    return {**os.environ, **own, **({"PYTHONPATH": str(path)} if path else {})}


def _wait(process: subprocess.Popen[bytes], step: str, limits: Limits) -> None:
    deadline = time.monotonic() + limits.seconds
    while process.poll() is None:
        if time.monotonic() > deadline:
            raise ExportError("export_too_slow", step=step, minutes=round(limits.seconds / 60))
        if _resident(process.pid) > limits.n_bytes:
            raise ExportError("export_too_large", step=step, gigabytes=round(limits.n_bytes / 2**30, 1))
        try:
            process.wait(LOOK_EVERY)
        except subprocess.TimeoutExpired:
            continue


def _resident(pid: int) -> int:
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
