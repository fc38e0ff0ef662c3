from __future__ import annotations

import json
import signal
import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError

from training import supervisor
from training.models import Run
from training.paths import job_folder
from training.services.following import events_copy
from training.supervisor import Supervisor


@pytest.fixture
def supervising(leased: Run, tell: Any) -> Supervisor:
    """Whoever supervises a run whose trainer has said that it is complete."""
    tell(leased, *({"seq": n, "type": "state", "state": s} for n, s in ((1, "training"), (2, "completed"))))
    (job_folder(leased) / "job.json").write_text(json.dumps({"next_seq": 1, "attempt": 1}))
    trainer = SimpleNamespace(pid=0, returncode=None)
    made = Supervisor(leased.pk, leased.lease, job_folder(leased), trainer)
    made.take_up()
    return made


def test_what_was_committed_though_no_answer_came_is_neither_copied_again_nor_forgotten(
    supervising: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(**batch: Any) -> None:
        events_copy(**batch)
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(supervisor, "events_copy", cut_off)
    with pytest.raises(OperationalError):
        supervising.copy()
    monkeypatch.setattr(supervisor, "events_copy", events_copy)
    supervising.copy()
    assert supervising.state == "completed"
    assert list(supervising.run.events.values_list("seq", flat=True)) == [1, 2]


def test_without_the_database_the_trainer_is_gone_before_anybody_else_may_have_the_run(
    supervising: Supervisor, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(supervisor, "signal_group", lambda _pid, number: sent.append(number))
    stop, lease = supervising.job / "stop", settings.SLAMDUNK_LEASE_SECONDS
    seen = []
    for share in (0.7, 0.8, 0.95):
        supervising.last_beat = time.monotonic() - share * lease
        supervising.let_go_in_time()
        seen.append((stop.exists(), signal.SIGKILL in sent))
    assert seen == [(False, False), (True, False), (True, True)]


def test_the_minutes_of_a_person_are_those_of_all_attempts_of_a_run(
    supervising: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that makes room again and again would use more of them than anybody may."""
    sent: list[int] = []
    monkeypatch.setattr(supervisor, "signal_group", lambda _pid, number: sent.append(number))
    supervising.trained_before = supervising.longest - 60
    supervising.enforce()
    assert (supervising.over_time, sent) == (False, [])
    supervising.trained_before = supervising.longest
    supervising.enforce()
    assert (supervising.over_time, sent) == (True, [signal.SIGTERM])
