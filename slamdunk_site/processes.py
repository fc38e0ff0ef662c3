"""Keeps the processes of one machine alive: starts them, restarts what dies, stops them in order."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

STOP_WITHIN = 12.0  # seconds of grace before a process group is killed
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0  # seconds before a restart, doubling each time
STEADY_AFTER = 30.0  # seconds alive after which a process counts as steady again
PR_SET_PDEATHSIG = 1  # linux/prctl.h


def die_with_parent() -> None:
    """In the child: be told to end if the starter is killed, so that no orphan keeps the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Service:
    """One long-lived program in a session of its own, so that Ctrl-C reaches only the starter."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE
    restart_at: float = 0.0

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                list(self.command),
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        self.started_at = time.monotonic()

    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def signal_main(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def kill_group(self) -> None:
        """End whatever is left of the program: a killed cluster leaves its workers behind."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.process.poll()


def keep_alive(services: Sequence[Service], say: Callable[[str], None], now: float) -> None:
    """One round: schedule a restart for what has ended, and restart what is due."""
    for service in services:
        if service.restart_at and now >= service.restart_at:
            service.restart_at = 0.0
            service.start()
        elif service.ended() and not service.restart_at:
            code = service.process.returncode if service.process else None
            service.kill_group()
            steady = now - service.started_at > STEADY_AFTER
            service.pause = FIRST_PAUSE if steady else min(service.pause * 2, LONGEST_PAUSE)
            service.restart_at = now + service.pause
            say(f"{service.name} ended ({code}); starting it again. See {service.log}")


def stop_all(services: Sequence[Service]) -> None:
    """Ask every main process to end (never the group: that deadlocks a cluster), then kill what stays."""
    for service in services:
        service.signal_main(signal.SIGTERM)
    deadline = time.monotonic() + STOP_WITHIN
    for service in services:
        if service.process is None:
            continue
        try:
            service.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            continue
    for service in services:
        service.kill_group()
