"""Two hosts with one database and one disk: what one of them was training goes on at the other."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.system.chaos.checks import of_its_events
from tests.system.chaos.runs import true_data, true_run
from training import launch
from training.core.events import EVENTS, read_events
from training.models import Run
from training.paths import job_folder
from training.processes import HOST_NAME, recall
from training.services import reap
from training.services.starting import start_what_may

pytestmark = pytest.mark.processes
Wait = Callable[..., Any]
ROOT = Path(__file__).parents[2]
N_STEPS = 600
KEPT_BY = 45  # a step at which checkpoints are there


@pytest.fixture
def run(site: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A queued run, seen by the second host."""
    from accounts.models import User

    monkeypatch.setenv(HOST_NAME, "second")
    return true_run(User.objects.create_user("ada"), true_data(), max_steps=N_STEPS)


@pytest.fixture
def first(run: Run, eventually: Wait) -> Iterator[list[psutil.Process]]:
    """What runs on the first host: a worker, and the supervisor and the trainer of the run, which is well on its way.

    This process is the worker of the second host.
    """
    environment = {**os.environ, HOST_NAME: "first"}
    command = [sys.executable, "-m", "tests.system.chaos.hands", "training"]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as worker:
        try:
            eventually(lambda: Run.objects.filter(pk=run.pk, state="training", step__gt=KEPT_BY))
            run.refresh_from_db()
            assert run.lease_host == "first"
            supervisor = psutil.Process(written(job_folder(run) / f"supervisor-{run.lease[:8]}.pid"))
            trainer = psutil.Process(written(job_folder(run) / launch.TRAINER))
            yield [psutil.Process(worker.pid), supervisor, trainer]
        finally:
            worker.kill()


@pytest.fixture
def lease_over(later: Callable[[float], None], settings: Any) -> Callable[[], None]:
    """Let the time of a lease pass for the second host."""
    return lambda: later(settings.SLAMDUNK_LEASE_SECONDS)


def written(file: Path) -> int:
    """Return the process that the first host has written down; nobody else takes it for one of their own."""
    assert recall(file) is None
    with pytest.MonkeyPatch.context() as there:
        there.setenv(HOST_NAME, "first")
        return int(recall(file) or 0)


def at_once(processes: list[psutil.Process], number: int) -> None:
    for process in processes:
        process.send_signal(number)


def over(process: psutil.Process) -> bool:
    """Say whether a process has ended, whoever still has to take notice."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.status() == psutil.STATUS_ZOMBIE
    return True


def freeze(processes: list[psutil.Process], database: Path) -> None:
    """Stop them all at a moment when none of them locks the database, as no stopped host can lock a PostgreSQL."""
    while True:
        at_once(processes, signal.SIGSTOP)
        with contextlib.closing(sqlite3.connect(database, timeout=0.2, isolation_level=None)) as looking:
            try:
                looking.execute("begin immediate")
            except sqlite3.OperationalError:
                at_once(processes, signal.SIGCONT)
            else:
                return


def taken_over(run: Run, lease_over: Callable[[], None]) -> None:
    assert reap() == 0  # the first host may only be slow
    lease_over()
    assert reap() == 1
    assert start_what_may() == [run.pk]
    assert Run.objects.get(pk=run.pk).lease_host == "second"


def completed(run: Run, eventually: Wait) -> None:
    """The run ends as if nothing had happened: no point is missing, and none is there twice."""
    eventually(lambda: Run.objects.get(pk=run.pk).state in ("completed", "failed", "stopped"))
    run.refresh_from_db()
    assert (run.state, run.step, run.attempt, run.error) == ("completed", N_STEPS, 2, None)
    assert list(of_its_events(run)) == []
    resumed = [event["step"] for event in read_events(job_folder(run) / EVENTS) if event["type"] == "resume"]
    assert len(resumed) == 1
    assert resumed[0] >= KEPT_BY // 20 * 20


def test_p06_what_a_host_trained_that_is_gone_goes_on_at_another_from_its_checkpoint(
    run: Run, first: list[psutil.Process], lease_over: Callable[[], None], eventually: Wait
) -> None:
    at_once(first, signal.SIGKILL)
    taken_over(run, lease_over)
    completed(run, eventually)


def test_p06_a_host_that_comes_back_late_writes_nothing_into_what_another_has_taken_over(
    site: Path,
    run: Run,
    first: list[psutil.Process],
    lease_over: Callable[[], None],
    eventually: Wait,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(launch, "GONE_WITHIN", 0.5)  # for the lock of one that is stopped
    freeze(first, site / "db.sqlite3")
    taken_over(run, lease_over)
    worker, supervisor, trainer = first
    for late in (trainer, supervisor):  # the trainer finds out by itself
        late.resume()
        eventually(lambda one=late: over(one))
    worker.resume()
    completed(run, eventually)
