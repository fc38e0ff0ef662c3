from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Quota
from training.models import DeviceTime, QueueHost, QueueSettings, Run, RunState, WorkerHeartbeat
from training.processes import this_host
from training.services import run_claim
from training.services.queue_settings import host_seen
from training.services.shares import today

QUEUE = "/api/v1/queue/"


@pytest.fixture
def host(db: None, settings: Any) -> QueueHost:
    """This machine takes one run at a time, and its worker is alive."""
    settings.SLAMDUNK_CPU_SLOTS = 1
    WorkerHeartbeat.objects.create(host=this_host(), cluster="training", beat_at=timezone.now())
    return host_seen(name=this_host())


def reason(api: Any, run: Run) -> str:
    return str(api.get(f"/api/v1/runs/{run.pk}/").data["waits_because"]["code"])


def test_runs_stand_in_the_order_in_which_they_will_be_picked(
    host: QueueHost, ada_api: Any, ada: Any, ben: Any, run_of: Any
) -> None:
    minute = {"config": {"max_minutes": 1}}
    first, second, bens = (run_of(owner, **minute) for owner in (ada, ada, ben))
    claimed = run_claim()
    assert claimed == first
    Run.objects.filter(pk=first.pk).update(state="training", slice_started_at=timezone.now(), step=1)
    told = ada_api.get(QUEUE).data
    assert [(row["position"], row["is_mine"], row["title"]) for row in told["waiting"]] == [
        (1, False, None),
        (2, True, "Run"),
    ]
    assert 0 < told["waiting"][0]["starts_in_s"] <= 20  # what is left of the first slice of the run before
    mine = ada_api.get(f"/api/v1/runs/{second.pk}/").data
    assert (mine["position"], mine["queue_length"], mine["made_room"]) == (2, 2, False)
    assert mine["starts_in_s"] > told["waiting"][0]["starts_in_s"]
    device = told["hosts"][0]["devices"][0]
    assert (device["name"], device["slots"], device["taken"]) == ("cpu", 1, 1)
    assert [row["id"] for row in told["running"]] == [first.pk]
    Run.objects.filter(pk=first.pk).update(state="completed", lease="")
    assert run_claim() == bens


def test_what_one_may_not_see_of_others_has_no_name(
    host: QueueHost, ben_api: Any, ola_api: Any, ada: Any, run_of: Any
) -> None:
    run_of(ada, title="My secret idea"), run_of(ada, title="For all", visibility="public")
    Quota.objects.create(user=ada, runs_at_once=1)
    DeviceTime.objects.create(user=ada, day=today(timezone.now()), seconds=7200)
    Quota.objects.update(device_hours_a_day=1)
    assert "secret" not in ben_api.get(QUEUE).content.decode()
    hidden, seen = ben_api.get(QUEUE).data["waiting"]
    assert (hidden["id"], hidden["owner"], hidden["waits_because"]) == (None, None, None)
    assert (seen["title"], seen["waits_because"]["code"]) == ("For all", "waits_hours_spent")
    assert {row["title"] for row in ola_api.get(QUEUE).data["waiting"]} == {"My secret idea", "For all"}


def test_a_run_says_why_it_waits(host: QueueHost, ada_api: Any, ada: Any, run_of: Any) -> None:
    run = run_of(ada)
    assert reason(ada_api, run) == "waits_next"
    QueueSettings.objects.create(paused=True, reason="Power works")
    shown = ada_api.get(f"/api/v1/runs/{run.pk}/").data
    assert (shown["position"], shown["starts_in_s"]) == (1, None)
    assert "Power works" in shown["waits_because"]["detail"]
    QueueSettings.objects.all().delete()

    QueueHost.objects.update(draining=True, updated_at=timezone.now())
    assert reason(ada_api, run) == "waits_drained"
    QueueHost.objects.update(draining=False, updated_at=timezone.now())
    wide = run_of(ada, config={"max_steps": 5, "devices": 8})
    assert reason(ada_api, wide) == "waits_no_host"
    Quota.objects.create(user=ada, runs_at_once=1)
    assert run_claim() == run
    assert reason(ada_api, run_of(ada)) == "waits_at_once"
    WorkerHeartbeat.objects.update(beat_at=timezone.now() - timedelta(hours=1))
    assert reason(ada_api, run_of(ada)) == "waits_no_worker"
    later = run_of(ada)
    later.token_file.state = "working"
    later.token_file.save()
    Run.objects.filter(pk=later.pk).update(updated_at=timezone.now())
    shown = ada_api.get(f"/api/v1/runs/{later.pk}/").data
    assert (shown["position"], shown["waits_because"]["code"]) == (None, "waits_data")


def test_no_time_is_told_where_nobody_knows_how_long_a_run_takes(
    host: QueueHost, ada_api: Any, ada: Any, run_of: Any
) -> None:
    run_of(ada)
    second = run_of(ada)
    Run.objects.filter(pk=run_claim().pk).update(  # type: ignore[union-attr]
        state=RunState.TRAINING, step=1, slice_started_at=timezone.now()
    )
    Run.objects.filter(pk=second.pk).update(step=3, updated_at=timezone.now())  # it has had its curve
    shown = ada_api.get(f"/api/v1/runs/{second.pk}/").data
    assert (shown["starts_in_s"], shown["waits_because"]["code"]) == (None, "waits_length_unknown")


def test_operators_pause_resume_drain_and_set_slots(
    host: QueueHost, ola_api: Any, ola: Any, ada: Any, ben: Any, run_of: Any
) -> None:
    run_of(ada), run_of(ben)
    told = ola_api.post(f"{QUEUE}pause/", {"reason": "Exam"}, format="json").data
    assert (told["paused"], told["reason"], told["paused_by"], told["may_operate"]) == (
        True,
        "Exam",
        "ola",
        True,
    )
    assert run_claim() is None
    assert ola_api.post(f"{QUEUE}resume/").data["reason"] == ""
    one = f"{QUEUE}hosts/{host.pk}/"
    assert ola_api.post(f"{one}drain/", {"reason": "New disk"}, format="json").data["hosts"][0]["draining"]
    assert run_claim() is None
    assert ola_api.post(f"{one}undrain/").status_code == 200
    told = ola_api.patch(one, {"slots": 2}, format="json").data["hosts"][0]
    assert (told["slots"], told["devices"][0]["slots"]) == (2, 2)
    assert [bool(run_claim()) for _ in range(3)] == [True, True, False]
    assert ola_api.patch(one, {"slots": 0}, format="json").status_code == 400
    assert ola_api.post(f"{QUEUE}hosts/nope/drain/").status_code == 404


def test_ones_own_runs_are_put_in_order_and_nobody_elses(
    host: QueueHost, ada_api: Any, ben_api: Any, ada: Any, ben: Any, run_of: Any
) -> None:
    run_of(ben)
    first, second, third = (run_of(ada, title=name) for name in ("one", "two", "three"))

    def order(board: Any) -> list[tuple[str, bool]]:
        return [(row["title"], row["may_go_first"]) for row in board["waiting"] if row["is_mine"]]

    assert order(ada_api.get(QUEUE).data) == [("one", False), ("two", True), ("three", True)]
    before = [row["is_mine"] for row in ada_api.get(QUEUE).data["waiting"]]
    told = ada_api.post(f"{QUEUE}runs/{third.pk}/first/").data
    assert order(told) == [("three", False), ("one", True), ("two", True)]
    assert order(ada_api.post(f"{QUEUE}runs/{second.pk}/first/").data)[0] == ("two", False)
    assert [row["is_mine"] for row in ada_api.get(QUEUE).data["waiting"]] == before
    assert ben_api.post(f"{QUEUE}runs/{first.pk}/first/").status_code == 404
    Run.objects.filter(pk=first.pk).update(step=5)  # one without a curve goes before it whatever is asked for
    assert ("one", False) in order(ada_api.get(QUEUE).data)
    Run.objects.filter(pk=first.pk).update(state="completed")
    refused = ada_api.post(f"{QUEUE}runs/{first.pk}/first/")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "not_waiting")


def test_p27_students_do_not_operate_the_queue(host: QueueHost, ada_api: Any, api: Any) -> None:
    one = f"{QUEUE}hosts/{host.pk}/"
    for path in (f"{QUEUE}pause/", f"{QUEUE}resume/", f"{one}drain/", f"{one}undrain/"):
        assert ada_api.post(path).status_code == 403
    assert ada_api.patch(one, {"slots": 9}, format="json").status_code == 403
    assert not QueueSettings.objects.exists()
    assert api.get(QUEUE).status_code in (401, 403)


def test_a_long_queue_is_read_with_as_many_queries_as_a_short_one(
    host: QueueHost, ada_api: Any, ada: Any, run_of: Any
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert ada_api.get(QUEUE).status_code == 200
        return len(asked)

    run_of(ada)
    queries()
    run_of(ada)
    alone = queries()
    for _ in range(4):
        run_of(ada)
    assert queries() == alone
