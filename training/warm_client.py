"""Ask the warm process of this host to start a run. No Django and no torch here."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from training.processes import this_host

ANSWERS_WITHIN: Final = 1.0  # seconds; after that a cold start is surer
LONGEST_ADDRESS: Final = 100  # bytes; the system takes 107
# What libraries read when they are loaded, and what tells one site from another: a warm process that was started with
# other values would train otherwise than a cold start does.
TELLING: Final = (
    "CUDA", "DATABASE_URL", "GLIBC_", "GOMP_", "KMP_", "LD_", "MALLOC_", "MKL_", "MLFLOW_", "NVIDIA_", "OMP_",
    "PYTHONPATH", "PYTORCH", "REDIS_URL", "SLAMDUNK_", "TORCH",
)  # fmt: skip


class NotWarm(Exception):  # noqa: N818
    """No warm process could start the run. A cold start does; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def surroundings(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the part of an environment that a training depends on. An empty value is none."""
    return {name: value for name, value in sorted(environment.items()) if value and name.startswith(TELLING)}


def socket_file(home: Path) -> Path:
    """Where the warm process of this host listens."""
    return home / f"warm-{this_host()[:40]}.sock"


@contextmanager
def address(path: Path) -> Iterator[str]:
    """Give a name of the socket that is short enough for the system."""
    if len(os.fsencode(path)) <= LONGEST_ADDRESS or not Path("/proc/self/fd").is_dir():
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def ask(path: Path, request: Mapping[str, Any]) -> dict[str, Any]:
    """Send one request; return the answer. Raises NotWarm."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller, address(path) as where:
            caller.settimeout(ANSWERS_WITHIN)
            caller.connect(where)
            caller.sendall(json.dumps(request).encode() + b"\n")
            answer: dict[str, Any] = json.loads(caller.makefile("rb").readline())
    except (OSError, ValueError) as error:
        raise NotWarm(type(error).__name__) from error
    if "pid" not in answer:
        raise NotWarm(str(answer.get("refused")))
    return answer


def launch_warm(path: Path, *, run: str, lease: str, job: Path, log: Path, needed: Mapping[str, str]) -> int:
    """Have the supervisor of a run forked; return its number. Raises NotWarm."""
    asked = {"run": run, "lease": lease, "job": str(job), "log": str(log)}
    return int(ask(path, {**asked, "surroundings": surroundings(needed)})["pid"])
