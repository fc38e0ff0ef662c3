"""A machine that gives no sign of life is shown as silent, not as failed; what its trainer told meanwhile arrives."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from rest_framework.test import APIClient

from tests.training.test_consumers import socket_of
from training.core.events import EVENTS, read_events
from training.core.files import write_whole
from training.models import Run, RunEvent
from training.paths import job_folder, supervisor_file
from training.processes import recall
from training.services.silences import heartbeat_every, silences
from training.services.starting import start_what_may

LEASE_S = 10.0
SEEN, TOLD = 3, 14  # steps that are told before the supervisor is frozen, and meanwhile


def of_rest(user: Any, run: Run) -> dict[str, Any]:
    """The run as its page tells it."""
    api = APIClient()
    api.force_authenticate(user)
    return dict(api.get(f"/api/v1/runs/{run.pk}/").json())


def of_the_list(user: Any) -> dict[str, Any]:
    api = APIClient()
    api.force_authenticate(user)
    (listed,) = api.get("/api/v1/runs/").json()["results"]
    return dict(listed)


def on_the_queue(user: Any) -> dict[str, Any]:
    api = APIClient()
    api.force_authenticate(user)
    (running,) = api.get("/api/v1/queue/").json()["running"]
    return dict(running)


def start_page(user: Any) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/").content.decode()


def steps_of(run: Run) -> list[int]:
    rows = RunEvent.objects.filter(run=run, type="metric", superseded=False)
    return list(rows.order_by("seq").values_list("step", flat=True))


def has_written(run: Run, step: int) -> bool:
    told = read_events(job_folder(run) / EVENTS)
    return any(event["type"] == "metric" and event["step"] == step for event in told)


@pytest.mark.processes
@pytest.mark.usefixtures("fake_trainer")
def test_p07_a_frozen_supervisor_is_unreachable_not_dead_and_what_was_told_meanwhile_is_there(
    site: Path, run_of: Any, eventually: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from accounts.models import User

    monkeypatch.setenv("SLAMDUNK_LEASE_SECONDS", str(LEASE_S))
    settings.SLAMDUNK_LEASE_SECONDS = LEASE_S
    ada = User.objects.create_user("ada")
    run = run_of(ada)
    job_folder(run).mkdir(parents=True)
    hold = job_folder(run) / "hold"  # the trainer waits before this step
    hold.write_text(str(SEEN + 1))
    start_what_may()
    eventually(lambda: len(steps_of(run)) == SEEN)
    assert of_rest(ada, run)["silent_s"] is None
    supervisor = recall(supervisor_file(run.pk, Run.objects.get().lease))
    os.kill(supervisor, signal.SIGSTOP)
    try:
        write_whole(hold, str(TOLD + 1).encode())
        eventually(lambda: has_written(run, TOLD))
        eventually(lambda: of_rest(ada, run)["silent_s"])
        for told in (on_the_queue(ada), of_the_list(ada)):
            assert told["silent_s"] >= 4 * heartbeat_every()
        assert "no sign of life" in start_page(ada)
        assert of_rest(ada, run)["state"] == "training"
        assert len(steps_of(run)) == SEEN
    finally:
        os.kill(supervisor, signal.SIGCONT)
    eventually(lambda: of_rest(ada, run)["silent_s"] is None and len(steps_of(run)) == TOLD)
    hold.unlink()
    eventually(lambda: of_rest(ada, run)["state"] == "completed")
    assert steps_of(run) == list(range(1, 21))
    assert Run.objects.get().attempt == 1


@pytest.mark.django_db(transaction=True)
async def test_p07_who_watches_is_told_of_silence_and_of_its_end(
    ada: Any, leased: Run, later: Callable[[float], None]
) -> None:
    socket = socket_of(ada, f"/ws/runs/{leased.pk}/")
    await socket.connect()
    assert (await socket.receive_json_from(timeout=20))["run"]["silent_s"] is None
    await sync_to_async(silences)()
    later(60)
    while (told := await socket.receive_json_from(timeout=20))["run"]["silent_s"] is None:
        pass
    assert (told["run"]["silent_s"] >= 60, told["run"]["state"]) == (True, "training")
    await sync_to_async(Run.objects.update)(heartbeat_at="2020-01-01T00:00:00Z")  # whatever its clock says
    later(2)
    while (await socket.receive_json_from(timeout=20))["run"]["silent_s"] is not None:
        pass
    await socket.disconnect()


def test_a_run_that_has_just_been_given_to_a_host_has_longer(
    leased: Run, later: Callable[[float], None]
) -> None:
    Run.objects.update(state="preparing")
    silences()
    later(30)  # a cold start of a slow machine
    assert silences() == {}
    later(60)
    assert list(silences()) == [leased.pk]
