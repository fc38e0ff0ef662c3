"""How many threads a training takes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from training.core import threads
from training.core.events import EVENTS, EventLog
from training.core.threads import free_cores, n_threads, threads_for

LARGE, TOKENS = 10_600_000, 16 * 256


def shared(monkeypatch: pytest.MonkeyPatch, file: Path, *, last_minute: float, now: int) -> None:
    """A machine where the load was so much, and so many tasks run now, this process included."""
    file.write_text(f"{last_minute} 0.50 0.40 {now}/812 4711\n")
    monkeypatch.setattr(threads, "RUNNABLE", file)
    monkeypatch.setattr(os, "getloadavg", lambda: (last_minute, 0.5, 0.4))


def test_small_steps_take_one_thread_and_large_ones_all() -> None:
    assert n_threads(None, 8, 100_000, 12 * 64) == 1
    assert n_threads(None, 8, LARGE, TOKENS) == 8


def test_what_was_asked_for_is_taken() -> None:
    assert n_threads(3, 8, 100_000, 12 * 64) == 3


@pytest.mark.parametrize(
    ("last_minute", "now", "free"),
    [
        (0.1, 1, 4),
        (0.1, 3, 4),  # what has just begun may be over at once
        (2.9, 1, 4),  # what the minute was full of is over
        (1.2, 2, 3),
        (9.0, 12, 1),
    ],
)
def test_cores_that_others_use_are_left_to_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, last_minute: float, now: int, free: int
) -> None:
    shared(monkeypatch, tmp_path / "load", last_minute=last_minute, now=now)
    assert free_cores(4) == free


def test_what_wakes_for_a_moment_takes_no_core(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shared(monkeypatch, tmp_path / "load", last_minute=1.4, now=3)
    seen = iter([3, 2, 1, 2])
    monkeypatch.setattr(threads, "running", lambda: next(seen))
    assert free_cores(2) == 2


def test_a_later_attempt_takes_what_the_first_one_took(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(threads, "usable_cores", lambda: 4)
    shared(monkeypatch, tmp_path / "load", last_minute=2.0, now=3)
    assert threads_for(tmp_path, None, LARGE, TOKENS) == 2
    log = EventLog(tmp_path / EVENTS)
    log.emit("plan", threads=2)
    shared(monkeypatch, tmp_path / "load", last_minute=0.0, now=1)
    assert threads_for(tmp_path, None, LARGE, TOKENS) == 2
    assert threads_for(tmp_path, 3, LARGE, TOKENS) == 3
    log.close()
