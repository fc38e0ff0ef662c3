from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_q.models import Schedule

from training import tasks
from training.models import Corpus, Measurement, Run, WorkerHeartbeat
from training.services import workers_alive


def test_a_ticket_is_a_sign_of_life(db: None) -> None:
    assert workers_alive() == {"training": False, "short": False}
    assert tasks.ticket() == []
    assert workers_alive() == {"training": True, "short": False}


def test_a_worker_that_has_been_silent_is_not_alive(db: None) -> None:
    tasks.ticket()
    WorkerHeartbeat.objects.update(beat_at=timezone.now() - timedelta(minutes=10))
    assert workers_alive()["training"] is False


def test_each_cluster_has_something_to_do_each_minute(db: None) -> None:
    assert set(Schedule.objects.values_list("cluster", flat=True)) >= {"training", "short"}


def test_a_second_ticket_starts_nothing_twice(run_of: Any, ada: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    launched: list[Any] = []
    monkeypatch.setattr("training.services.starting.launch_detached", lambda *a, **_k: launched.append(a))
    run = run_of(ada)
    assert [tasks.ticket(), tasks.ticket()] == [[run.pk], []]
    assert len(launched) == 1


def test_preparations_run_a_few_at_once(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.services.preparation.launch_detached", lambda *_, **__: None)
    for n in range(3):
        Corpus.objects.create(title=f"c{n}", kind="upload")
    assert (tasks.prepare(), tasks.prepare()) == (2, 0)


def test_a_trial_is_launched_once(ada: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    launched: list[Any] = []
    monkeypatch.setattr("training.services.probing.launch_detached", lambda *a, **_k: launched.append(a[0]))
    Corpus.objects.all().delete()
    row = Measurement.objects.create(key="k", asked_by=ada)
    assert (tasks.prepare(), tasks.prepare()) == (1, 0)
    assert launched[0][-2] == row.pk


def test_a_run_whose_files_are_gone_fails_with_a_sentence(run_of: Any, ada: Any) -> None:
    run = run_of(ada)
    run.token_file.digest = "0" * 64
    run.token_file.save()
    tasks.ticket()
    assert Run.objects.get().error["code"] == "data_missing"
