"""Real processes: a run that has had its slice makes room for one without a curve, and goes on where it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from training.models import QueueSettings, Run, RunEvent
from training.paths import job_folder
from training.services.starting import start_what_may

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("fake_trainer")]


def state_of(run: Run) -> str:
    return str(Run.objects.values_list("state", flat=True).get(pk=run.pk))


def steps_of(run: Run) -> list[int]:
    rows = RunEvent.objects.filter(run=run, type="metric", superseded=False)
    return list(rows.order_by("seq").values_list("step", flat=True))


def test_a_long_run_makes_room_for_a_first_curve_and_goes_on_where_it_was(
    site: Path, run_of: Any, eventually: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLAMDUNK_CPU_SLOTS", "1")
    QueueSettings.objects.create(first_slice_s=0.1, later_slice_s=0.1)
    long = run_of(User.objects.create_user("ada"))
    job_folder(long).mkdir(parents=True)
    (job_folder(long) / "hold").write_text("13")
    assert start_what_may() == [long.pk]
    eventually(lambda: Run.objects.filter(pk=long.pk, step=12, state="training").exists())

    short = run_of(User.objects.create_user("ben"))
    eventually(lambda: state_of(long) == "queued")
    long.refresh_from_db()
    assert (long.made_room, long.attempt, long.error, long.lease) == (True, 0, None, "")

    (job_folder(long) / "hold").unlink()
    assert start_what_may() == [short.pk]  # the slot that was given goes to whom it was given for
    eventually(lambda: state_of(short) == "completed")
    assert start_what_may() == [long.pk]
    eventually(lambda: state_of(long) == "completed")
    assert steps_of(short) == steps_of(long) == list(range(1, 21))
    assert (job_folder(long) / "starts").read_text() == "xx"
