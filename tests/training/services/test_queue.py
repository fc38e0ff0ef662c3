from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import Quota, User
from training.models import Run, TokenFile
from training.paths import job_folder
from training.services import reap, reaper, run_claim

ROOT = Path(__file__).resolve().parents[3]
RACER = """
import django; django.setup()
from training.services import run_claim
while run := run_claim():
    print(run.pk, flush=True)
"""


def finish(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(state="completed", lease="")


def test_the_oldest_run_starts_first(run_of: Any, ada: Any) -> None:
    first, second = run_of(ada), run_of(ada)
    assert run_claim() == first
    finish(first)
    assert run_claim() == second


def test_priority_comes_before_age(run_of: Any, ada: Any) -> None:
    run_of(ada)
    urgent = run_of(ada, priority=1)
    assert run_claim() == urgent


def test_people_take_turns(run_of: Any, ada: Any, ben: Any) -> None:
    first, _second, bens = run_of(ada), run_of(ada), run_of(ben)
    assert run_claim() == first
    finish(first)
    assert run_claim() == bens


def test_a_host_starts_no_more_runs_than_it_has_slots(run_of: Any, ada: Any, ben: Any, settings: Any) -> None:
    settings.SLAMDUNK_CPU_SLOTS = 2
    for owner in (ada, ben, ada):
        run_of(owner)
    assert [bool(run_claim()) for _ in range(3)] == [True, True, False]


def test_a_person_runs_no_more_at_once_than_their_quota(run_of: Any, ada: Any, settings: Any) -> None:
    settings.SLAMDUNK_CPU_SLOTS = 5
    Quota.objects.create(user=ada, runs_at_once=1)
    run_of(ada), run_of(ada)
    assert [bool(run_claim()) for _ in range(2)] == [True, False]


def test_a_run_whose_data_is_not_ready_waits(run_of: Any, ada: Any) -> None:
    run_of(ada)
    TokenFile.objects.update(state="working")
    assert run_claim() is None


def test_a_run_whose_lease_ran_out_is_queued_again(leased: Run, later: Any) -> None:
    assert reap() == 0
    later(settings.SLAMDUNK_LEASE_SECONDS)
    assert reap() == 1
    leased.refresh_from_db()
    assert (leased.state, leased.lease, leased.error["code"]) == ("queued", "", "supervisor_lost")


@pytest.mark.parametrize("hours", [-5, 5])
def test_p07_a_run_that_gives_signs_of_life_is_left_alone_whatever_the_clocks_say(
    leased: Run, later: Any, hours: int
) -> None:
    reap()
    later(settings.SLAMDUNK_LEASE_SECONDS)
    Run.objects.update(heartbeat_at=timezone.now() + timedelta(hours=hours))
    assert reap() == 0


def test_a_stopping_run_whose_supervisor_is_gone_is_stopped(leased: Run, later: Any) -> None:
    Run.objects.update(state="stopping")
    reap()
    later(settings.SLAMDUNK_LEASE_SECONDS)
    reap()
    assert Run.objects.get().state == "stopped"


def test_what_a_trainer_told_last_is_taken_in_before_the_run_is_queued_again(
    leased: Run, tell: Any, later: Any
) -> None:
    tell(leased, {"seq": 1, "type": "metric", "step": 1, "tokens": 8, "loss": 1.0})
    reap()
    later(settings.SLAMDUNK_LEASE_SECONDS)
    assert reap() == 1
    leased.refresh_from_db()
    assert (leased.state, leased.step, leased.events.count()) == ("queued", 1, 1)


@pytest.mark.parametrize("attempt", [0, 1])
def test_a_fault_that_the_trainer_told_is_the_end_of_its_own_attempt_alone(
    leased: Run, tell: Any, later: Any, attempt: int
) -> None:
    fault = {"seq": 1, "type": "diagnosis", "step": 3, "code": "loss_not_finite", "values": {}}
    tell(leased, fault, {"seq": 2, "type": "state", "state": "failed"})
    (job_folder(leased) / "job.json").write_text(json.dumps({"next_seq": 1, "attempt": attempt}))
    reap()
    later(settings.SLAMDUNK_LEASE_SECONDS)
    reap()
    leased.refresh_from_db()
    told = leased.attempt == attempt
    expected = ("failed", "loss_not_finite") if told else ("queued", "supervisor_lost")
    assert (leased.state, leased.error["code"]) == expected


def test_a_holder_that_comes_back_in_time_keeps_its_run(leased: Run) -> None:
    read_before = Run.objects.get()
    Run.objects.update(heartbeat_at=timezone.now() + timedelta(seconds=3))
    assert not reaper._end(read_before)
    leased.refresh_from_db()
    assert leased.lease == read_before.lease


def test_a_second_look_leaves_the_next_attempt_alone(leased: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two look at once: what the slower one has read is out of date, and it must not kill the new trainer."""
    killed: list[Path] = []
    monkeypatch.setattr(reaper, "end_trainer", killed.append)
    read_before = Run.objects.get()
    Run.objects.update(lease="b" * 32)
    assert not reaper._end(read_before)
    assert killed == []


@pytest.mark.processes
def test_p05_each_of_20_runs_is_claimed_once_by_two_racing_workers(
    site: Path, run_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLAMDUNK_CPU_SLOTS", "20")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
    user = User.objects.create_user("ada")
    Quota.objects.create(user=user, runs_at_once=20)
    runs = {run_of(user).pk for _ in range(20)}
    command = [sys.executable, "-c", RACER]
    racers = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    claimed = [line for racer in racers for line in racer.communicate(timeout=240)[0].split()]
    assert len(claimed) == 20
    assert set(claimed) == runs
    assert set(Run.objects.values_list("attempt", flat=True)) == {1}
