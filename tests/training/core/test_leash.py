"""A trainer whose supervisor is frozen, where nobody else can end it, lets the run go before its lease is over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from training.core.events import EVENTS, read_events
from training.core.leash import GONE_BY, HELD, show_held

pytestmark = pytest.mark.processes
ROOT = Path(__file__).parents[3]
LEASE = 4.0  # seconds
DEAF = """
import time
from training.core.leash import let_go_unless_held

let_go_unless_held(lambda: print("asked", flush=True))
time.sleep(600)
"""


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """A factory of watched processes, each in a session of its own; what is left at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def make(held: Path, *arguments: str) -> subprocess.Popen[str]:
        options: dict[str, Any] = {"stdout": subprocess.PIPE, "text": True, "start_new_session": True}
        environment = {**os.environ, HELD: str(held)}
        command = [sys.executable, *arguments]
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment, **options))
        return started[-1]

    yield make
    for process in started:
        process.kill()
        process.communicate()


def hold_until(held: Path, seen: Callable[[], Any]) -> None:
    """Be a supervisor that shows again and again that it holds the run, until something is seen."""
    deadline = time.monotonic() + 60
    while not seen():
        assert time.monotonic() < deadline, "this did not come true"
        show_held(held, LEASE)
        time.sleep(0.05)


def test_a_trainer_that_is_held_trains_and_one_that_is_not_keeps_a_checkpoint_and_ends(
    make_job: Any, start: Callable[..., subprocess.Popen[str]]
) -> None:
    folder = make_job(max_steps=1_000_000, checkpoint_interval=1_000_000)
    held, events = folder / "held", folder / EVENTS
    held.touch()
    trainer = start(held, "-m", "training.core.main", str(folder))

    def told(kind: str) -> list[dict[str, Any]]:
        return [e for e in read_events(events) if e["type"] == kind] if events.exists() else []

    hold_until(held, lambda: told("metric"))
    steady_until = time.monotonic() + 1.5 * LEASE
    hold_until(held, lambda: time.monotonic() > steady_until)
    assert trainer.poll() is None
    assert not told("checkpoint")
    assert trainer.wait(60) == 0
    assert told("state")[-1]["state"] == "interrupted"
    # Past 2,000 steps not each is told, so that the checkpoint may be further.
    assert told("checkpoint")[-1]["step"] >= told("metric")[-1]["step"] > 0


def test_one_that_does_not_hear_is_gone_before_the_lease_is_over(
    tmp_path: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    show_held(tmp_path / "held", LEASE)
    deaf = start(tmp_path / "held", "-c", DEAF)
    assert deaf.stdout is not None
    assert deaf.stdout.readline() == "asked\n"
    assert deaf.wait(LEASE * GONE_BY) == -signal.SIGKILL


def test_one_whose_run_is_taken_over_before_its_supervisor_was_there_ends(
    tmp_path: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    (tmp_path / "held").touch()
    trainer = start(tmp_path / "held", "-c", DEAF)
    (tmp_path / "held").unlink()
    assert trainer.wait(20) == -signal.SIGKILL


def test_a_disk_that_takes_no_sign_does_not_disturb_the_supervisor(tmp_path: Path) -> None:
    folder_gone = tmp_path / "gone"
    show_held(folder_gone / "held", LEASE)
    assert not folder_gone.exists()
