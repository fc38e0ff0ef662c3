"""True trainings of the site, each in its own processes: one that finds no memory, and one that goes on after a kill."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.system.chaos.runs import true_data, true_run
from training.core.events import EVENTS, read_events
from training.models import Run, RunEvent
from training.paths import job_folder
from training.processes import recall
from training.services.starting import start_what_may

pytestmark = pytest.mark.processes
Wait = Callable[..., Any]
LARGE = 4096  # sequences in a batch
N_STEPS = 400
KEPT_EVERY = 90  # steps


@pytest.fixture
def user(site: Path) -> Any:
    from accounts.models import User

    return User.objects.create_user("ada")


@pytest.fixture
def api(user: Any) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def state_of(run: Run) -> str:
    return str(Run.objects.values_list("state", flat=True).get(pk=run.pk))


def test_p09_a_run_that_finds_no_memory_says_so_and_the_next_one_has_its_place(
    user: Any, eventually: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLAMDUNK_TRAINER_MODULE", "tests.training.short_of_memory")
    made_of = true_data()
    large = true_run(user, made_of, batch_size=LARGE, context_length=256)
    (job_folder(large) / "short").touch()
    follower = true_run(user, made_of, max_steps=3)
    assert start_what_may() == [large.pk]
    assert start_what_may() == []  # there is one place
    eventually(lambda: state_of(large) == "failed")
    large.refresh_from_db()
    assert large.error["code"] == "out_of_memory", large.error
    assert large.error["values"]["peak_memory_bytes"] > 0
    assert large.error["values"]["fix"]["batch_size"] < LARGE
    assert start_what_may() == [follower.pk]
    eventually(lambda: state_of(follower) == "completed")


def told_by(run: Run) -> list[dict[str, Any]]:
    return list(read_events(job_folder(run) / EVENTS))


def stopped_beyond_a_checkpoint(run: Run) -> int:
    """Stop the trainer at a moment when a kill would take steps back; return its number."""
    trainer = recall(job_folder(run) / "trainer.pid")
    assert trainer is not None
    os.kill(trainer, signal.SIGSTOP)
    last = {event["type"]: event["step"] for event in told_by(run) if "step" in event}
    if last["metric"] > last.get("checkpoint", N_STEPS):
        return trainer
    os.kill(trainer, signal.SIGCONT)
    return 0


def test_p14_what_is_left_after_a_resume_is_told_by_the_steps_since_and_what_it_took_back_is_hidden(
    user: Any, api: APIClient, eventually: Wait
) -> None:
    options: dict[str, Any] = {
        "max_steps": N_STEPS,
        "checkpoint_interval": KEPT_EVERY,
        "eval_interval": N_STEPS,
    }
    run = true_run(user, true_data(), **options)
    start_what_may()
    eventually(lambda: Run.objects.filter(pk=run.pk, state="training", step__gt=KEPT_EVERY))
    trainer = eventually(lambda: stopped_beyond_a_checkpoint(run))
    beat = Run.objects.get(pk=run.pk).heartbeat_at
    eventually(lambda: Run.objects.get(pk=run.pk).heartbeat_at > beat)  # seconds that are none of its steps
    os.kill(trainer, signal.SIGKILL)
    eventually(lambda: state_of(run) == "queued")
    assert api.get(f"/api/v1/runs/{run.pk}/").json()["eta_s"] is None
    start_what_may()
    eventually(lambda: state_of(run) == "completed")

    told = told_by(run)
    (at,) = [index for index, event in enumerate(told) if event["type"] == "resume"]
    since = [event for event in told[at:] if event["type"] in ("plan", "metric")]
    longest = 0.0
    for before, point in pairwise(since):
        longest = max(longest, point["time"] - before["time"] + 0.002)  # times are told in whole milliseconds
        assert point["eta_s"] <= (N_STEPS - point["step"]) * longest + 0.1
    assert RunEvent.objects.filter(run=run, type="metric", superseded=True).exists()
    series = api.get(f"/api/v1/runs/{run.pk}/metrics/").json()["metric"]
    assert [point["step"] for point in series] == list(range(1, N_STEPS + 1))
