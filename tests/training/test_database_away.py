"""A database that is away for a while costs a training nothing: it goes on, and all of it arrives afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import dj_database_url
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections

from tests.servers.own_servers import Postgres
from tests.system.chaos.checks import of_its_events
from tests.system.chaos.site import Site
from training import supervisor
from training.core.events import EVENTS
from training.launch import permit, start_trainer
from training.models import Run
from training.paths import job_folder
from training.services import reap
from training.services.jobs import job_write
from training.services.queue import run_claim
from training.services.starting import start_what_may
from training.supervisor import Supervisor

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("fake_trainer")]
Wait = Callable[..., Any]
LEASE = 12.0  # seconds
AWAY = LEASE / 2  # heartbeats are rarer in so short a lease than in a true one
N_STEPS = 20
TWO_MINUTES = 120.0
N_BEFORE = 5  # events that are told before the database goes


class UseServer:
    """Within: the ORM works on a PostgreSQL that has all tables."""

    def __init__(self, url: str) -> None:
        self.database = dj_database_url.parse(url, conn_max_age=None)

    def __enter__(self) -> Self:
        self.before = connections["default"], connections.settings["default"]
        connections.settings["default"] = {**self.before[1], "OPTIONS": {}, **self.database}
        connections["default"] = connections.create_connection("default")
        call_command("migrate", verbosity=0)
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        connections["default"].close()
        connections["default"], connections.settings["default"] = self.before


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def host(request: Any, site: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A host whose database may be taken away."""
    if request.param == "sqlite":
        yield Site(site, None, None)
        return
    with Postgres() as server, UseServer(server.url):
        monkeypatch.setenv("DATABASE_URL", server.url)
        yield Site(site, server, None)


def queued(run_of: Any, pace: float = 0.0) -> Run:
    from accounts.models import User

    run: Run = run_of(User.objects.create_user("ada"))
    job_folder(run).mkdir(parents=True, exist_ok=True)
    (job_folder(run) / "pace").write_text(str(pace))
    return run


def n_told(run: Run) -> int:
    return len((job_folder(run) / EVENTS).read_text().splitlines())


def all_arrived(run: Run) -> None:
    run.refresh_from_db()
    assert (run.state, run.step, run.attempt, run.error) == ("completed", N_STEPS, 1, None)
    assert list(of_its_events(run)) == []


def test_the_database_is_away_for_half_a_lease(
    host: Site, run_of: Any, eventually: Wait, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setenv("SLAMDUNK_LEASE_SECONDS", str(LEASE))
    settings.SLAMDUNK_LEASE_SECONDS = LEASE
    run = queued(run_of, pace=2 * AWAY / N_STEPS)
    assert start_what_may() == [run.pk]
    eventually(lambda: Run.objects.filter(pk=run.pk, state="training", step__gt=0))
    assert reap() == 0
    before = n_told(run)
    host.database_away(AWAY)
    assert n_told(run) > before
    connection.close()
    assert reap() == 0
    eventually(lambda: Run.objects.get(pk=run.pk).state not in ("preparing", "training"))
    all_arrived(run)


class FastClock:
    """Stands for `time`: seconds pass as often as somebody would sleep for them, and faster."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / 200)
        self.now += seconds


def test_two_minutes_without_a_database_cost_nothing(
    site: Path, run_of: Any, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """With a lease of 180 s and the true intervals, by a clock that is fast."""
    settings.SLAMDUNK_LEASE_SECONDS = 180.0
    asked, clock = queued(run_of, pace=0.2), FastClock()
    monkeypatch.setattr(supervisor, "time", clock)
    run = run_claim()
    assert run is not None
    job = job_write(run=run)
    permit(job, run.lease)
    told, began = list[int](), list[float]()

    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if not began and (job / EVENTS).exists() and n_told(run) > N_BEFORE:
            began.append(clock.now)
        if began and clock.now < began[0] + TWO_MINUTES:
            told.append(n_told(run))
            raise OperationalError("the database is away")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        Supervisor(run.pk, run.lease, job, start_trainer(job)).supervise()
    assert told[-1] > told[0]
    all_arrived(asked)
