from __future__ import annotations

from typing import Any

import pytest

from training.models import Run, RunEvent
from training.services.ending import Ending, attempt_end
from training.words import described


def end(run: Run, **facts: Any) -> Run:
    attempt_end(run=run, lease=run.lease, ending=Ending(**{"state": None, "exit_code": 1, **facts}))
    return Run.objects.get(pk=run.pk)


def test_p08_an_exit_code_is_recorded_and_told(leased: Run) -> None:
    run = end(leased, exit_code=3, peak_memory_bytes=300 * 2**20)
    told = described(run.error)
    assert run.state == "failed"
    assert told is not None
    assert "exit code 3" in told["detail"]
    assert "300 MB" in told["detail"]


def test_p08_a_kill_names_the_signal_and_the_setting_to_lower(leased: Run) -> None:
    run = end(leased, exit_code=-9, peak_memory_bytes=2**30)
    told = described(run.error)
    assert run.state == "queued"
    assert told is not None
    assert "SIGKILL" in told["detail"]
    assert "batch size (now 4)" in told["detail"]
    assert told["values"]["fix"] == {"batch_size": 2, "grad_accum_steps": 2}


def test_a_diagnosis_of_the_trainer_is_the_reason(leased: Run) -> None:
    payload = {"code": "loss_not_finite", "values": {}}
    RunEvent.objects.create(
        run=leased, seq=1, type="diagnosis", step=7, time=leased.started_at, payload=payload
    )
    told = described(end(leased).error)
    assert told is not None
    assert "step 7" in told["detail"]


def test_the_block_that_broke_is_named(leased: Run) -> None:
    found = {"block": "layers.3.attn", "where": "forward", "kind": "inf", "fix": {"lr": 0.001}}
    RunEvent.objects.create(
        run=leased,
        seq=1,
        type="diagnosis",
        step=7,
        time=leased.started_at,
        payload={"code": "loss_not_finite", "values": found},
    )
    told = described(end(leased).error)
    assert told is not None
    assert "“layers.3.attn” was the first block whose output was no longer a number (∞)" in told["detail"]
    assert told["values"]["fix"] == {"lr": 0.001}


def test_a_layer_that_died_is_not_why_a_training_ended(leased: Run) -> None:
    payload = {"code": "dead_layer", "level": "warning", "values": {"block": "layers.0.ffn"}}
    RunEvent.objects.create(
        run=leased, seq=1, type="diagnosis", step=7, time=leased.started_at, payload=payload
    )
    assert end(leased, exit_code=3).error["code"] == "trainer_ended"


@pytest.mark.parametrize(("exit_code", "code"), [(28, "disk_full"), (-7, "data_unreadable")])
def test_what_a_trainer_could_not_tell_its_end_does(leased: Run, exit_code: int, code: str) -> None:
    assert end(leased, exit_code=exit_code).error["code"] == code


def test_p10_completed_is_not_believed_without_files(leased: Run) -> None:
    assert end(leased, state="completed", exit_code=0).error["code"] == "model_missing"


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"exit_code": 0, "state": "stopped", "stop_requested": True}, "stopped"),
        ({"exit_code": -9, "stop_requested": True}, "stopped"),
        ({"exit_code": 0, "state": "interrupted"}, "queued"),
        ({"exit_code": -15, "yielded": True}, "queued"),
        ({"exit_code": None}, "queued"),
        ({"exit_code": -9, "state": "failed"}, "failed"),
        ({"exit_code": 0, "state": "stopped", "over_time": True}, "stopped"),
    ],
)
def test_what_follows_an_end(leased: Run, facts: dict[str, Any], state: str) -> None:
    run = end(leased, **facts)
    assert (run.state, run.lease) == (state, "")


def test_p09_every_end_gives_the_slot_back_and_sends_a_ticket(
    leased: Run, django_capture_on_commit_callbacks: Any
) -> None:
    from django_q.models import OrmQ

    with django_capture_on_commit_callbacks(execute=True):
        end(leased)
    assert OrmQ.objects.filter(key="training").count() == 1
