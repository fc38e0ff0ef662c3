from __future__ import annotations

from typing import Any

import pytest

from training import selectors
from training.models import Run, RunEvent
from training.paths import job_folder
from training.services.following import EventTail, events_copy, follow_rest
from training.services.transitions import LeaseLost


def metric(seq: int, step: int, **values: Any) -> dict[str, Any]:
    return {"seq": seq, "type": "metric", "step": step, "tokens": step * 8, "loss": 1 / step, **values}


def test_events_become_rows_and_a_summary(leased: Run, tell: Any) -> None:
    plan = {"seq": 1, "type": "plan", "total_steps": 9}
    evaluated = {"seq": 3, "type": "eval", "step": 2, "val_loss": 0.7}
    tell(leased, plan, metric(2, 2, memory_bytes=50), evaluated)
    assert follow_rest(run=leased) == 3
    leased.refresh_from_db()
    assert (leased.total_steps, leased.step, leased.train_loss, leased.val_loss) == (9, 2, 0.5, 0.7)
    assert leased.peak_memory_bytes == 50
    assert RunEvent.objects.count() == 3


def test_copying_twice_adds_nothing(leased: Run, tell: Any) -> None:
    tell(leased, metric(1, 1), metric(2, 2))
    follow_rest(run=leased)
    follow_rest(run=Run.objects.get(pk=leased.pk))
    assert RunEvent.objects.count() == 2


def test_a_half_written_line_waits_for_its_end(leased: Run, tell: Any) -> None:
    tell(leased, metric(1, 1))
    path = job_folder(leased) / "events.jsonl"
    with path.open("a") as file:
        file.write('{"seq": 2, "ti')
    tail = EventTail(path, 0)
    assert [event["seq"] for event in tail.read()] == [1]
    with path.open("a") as file:
        file.write('me": 1.0, "type": "metric", "step": 2, "loss": NaN}\n')
    assert [(event["seq"], event["loss"]) for event in tail.read()] == [(2, None)]


def test_p14_a_resume_hides_the_steps_after_its_checkpoint(leased: Run, tell: Any) -> None:
    tell(leased, metric(1, 1), metric(2, 2), metric(3, 3), {"seq": 4, "type": "resume", "step": 1})
    tell(leased, metric(5, 2), metric(6, 3))
    follow_rest(run=leased)
    assert [point["step"] for point in selectors.metrics(leased)["metric"]] == [1, 2, 3]
    assert RunEvent.objects.filter(superseded=True).count() == 2


def test_checkpoints_that_the_trainer_removed_are_forgotten(leased: Run, tell: Any) -> None:
    saved: list[dict[str, Any]] = [
        {"seq": n, "type": "checkpoint", "step": n * 5, "n_bytes": 1} for n in (1, 2, 3)
    ]
    saved[2]["removed"] = [5]
    tell(leased, *saved)
    follow_rest(run=leased)
    assert sorted(point.step for point in leased.checkpoints.all()) == [10, 15]


def test_a_resume_forgets_later_checkpoints(leased: Run, tell: Any) -> None:
    saved = [{"seq": n, "type": "checkpoint", "step": n * 5, "n_bytes": 1} for n in (1, 2)]
    tell(leased, *saved, {"seq": 3, "type": "resume", "step": 5})
    follow_rest(run=leased)
    assert [point.step for point in leased.checkpoints.all()] == [5]


def test_a_sample_may_hold_any_byte(leased: Run, tell: Any) -> None:
    tell(leased, {"seq": 1, "type": "sample", "step": 1, "prompt": "", "text": "a\0b\ud800"})
    follow_rest(run=leased)
    assert leased.events.get().payload["text"] == "a\ufffdb?"


def test_whoever_lost_the_lease_copies_nothing(leased: Run) -> None:
    with pytest.raises(LeaseLost):
        events_copy(run=leased, lease="other", events=[metric(1, 1, time=1.0)])
    assert not RunEvent.objects.exists()


def test_p14_a_resume_takes_back_the_figures_of_the_steps_after_it(leased: Run, tell: Any) -> None:
    def judged(seq: int, step: int, loss: float) -> dict[str, Any]:
        return {"seq": seq, "type": "eval", "step": step, "val_loss": loss, "bits_per_byte": loss / 2}

    tell(leased, metric(1, 1), judged(2, 1, 2.0), metric(3, 2), judged(4, 2, 1.5))
    follow_rest(run=leased)
    tell(leased, {"seq": 5, "type": "resume", "step": 1})
    follow_rest(run=leased)
    row = Run.objects.get(pk=leased.pk)
    assert (row.step, row.tokens_seen, row.train_loss) == (1, 8, 1.0)
    assert (row.val_loss, row.best_val_loss, row.bits_per_byte) == (2.0, 2.0, 1.0)
    tell(leased, metric(6, 2), judged(7, 2, 1.9))
    follow_rest(run=leased)
    row = Run.objects.get(pk=leased.pk)
    assert (row.step, row.val_loss, row.best_val_loss) == (2, 1.9, 1.9)


def test_the_figures_of_a_run_are_those_of_the_weights_that_were_kept(leased: Run, tell: Any) -> None:
    evals = [
        {"seq": n, "type": "eval", "step": n, "val_loss": loss, "bits_per_byte": loss}
        for n, loss in ((1, 2.0), (2, 3.0))
    ]
    taken = {"step": 1, "val_loss": 2.0, "bits_per_byte": 2.0}
    tell(
        leased,
        *evals,
        {"seq": 3, "type": "log", "level": "info", "code": "best_checkpoint_taken", "values": taken},
    )
    follow_rest(run=leased)
    leased.refresh_from_db()
    assert (leased.val_loss, leased.best_val_loss, leased.bits_per_byte) == (2.0, 2.0, 2.0)
