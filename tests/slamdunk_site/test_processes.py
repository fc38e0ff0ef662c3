"""The keeper of processes: what dies is started again, what is stopped leaves nothing."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import psutil
import pytest

from slamdunk_site.processes import Service, keep_alive, stop_all

SLEEPER = [sys.executable, "-c", "import signal; signal.pause()"]
PARENT = [
    sys.executable,
    "-c",
    "import subprocess, sys, signal;"
    "subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()']);"
    "print('up', flush=True); signal.pause()",
]


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return Service("sleeper", SLEEPER, tmp_path / "log")


def wait_until(condition: object, within: float = 20.0) -> None:
    deadline = time.monotonic() + within
    while not condition():  # type: ignore[operator]
        if time.monotonic() > deadline:
            raise AssertionError("the awaited state did not come")
        os.sched_yield()


@pytest.mark.processes
def test_a_killed_service_is_started_again_after_a_pause_and_said_so(service: Service) -> None:
    said: list[str] = []
    service.start()
    assert service.process is not None
    first = service.process.pid
    service.signal_main(signal.SIGKILL)
    wait_until(service.ended)

    keep_alive([service], said.append, now=100.0)
    assert service.restart_at > 100.0
    keep_alive([service], said.append, now=service.restart_at)

    assert service.process.pid != first
    assert not service.ended()
    assert "sleeper" in said[0]
    stop_all([service])


@pytest.mark.processes
def test_stopping_leaves_no_process_of_the_group(tmp_path: Path) -> None:
    service = Service("parent", PARENT, tmp_path / "log")
    service.start()
    assert service.process is not None
    parent = psutil.Process(service.process.pid)
    wait_until(lambda: "up" in (tmp_path / "log").read_text())
    children = parent.children()
    assert children

    stop_all([service])

    wait_until(lambda: not any(c.is_running() and c.status() != "zombie" for c in children))
    assert service.ended()


def test_a_service_that_keeps_ending_is_started_ever_more_slowly(tmp_path: Path) -> None:
    service = Service("broken", [sys.executable, "-c", "raise SystemExit(3)"], tmp_path / "log")
    pauses, said = [], list[str]()
    service.start()
    for _ in range(3):
        wait_until(service.ended)
        now = time.monotonic()
        keep_alive([service], said.append, now)
        pauses.append(service.restart_at - now)
        keep_alive([service], said.append, service.restart_at)
    stop_all([service])
    assert pauses == sorted(pauses)
    assert pauses[-1] > pauses[0]
