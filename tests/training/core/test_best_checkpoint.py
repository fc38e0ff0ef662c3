"""Which checkpoints are kept: the last one and the best, with patience and without."""

from __future__ import annotations

import errno
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.training.core.conftest import TEXT
from tests.training.core.test_trainer import same

Told = Callable[[Path, str], list[dict[str, Any]]]


class Worsening:
    """Stands in for the held-out text: best at the second look, worse at each after it."""

    def __init__(self, losses: tuple[float, ...] = (5.0, 3.0, 4.0, 4.5, 5.0, 5.5)) -> None:
        self.looks, self.losses = 0, losses

    def evaluate(self, model: Any) -> dict[str, float | None]:
        self.looks += 1
        return {
            "val_loss": self.losses[self.looks - 1],
            "perplexity": 1.0,
            "bits_per_byte": 1.0,
            "accuracy": 0.5,
        }


def test_patience_ends_a_training_with_its_best_weights(make_job: Any, open_trainer: Any, told: Told) -> None:
    options = {"eval_interval": 2, "checkpoint_interval": 2}
    best = open_trainer(make_job(name="best", max_steps=2, schedule="constant", **options))
    best.run()
    folder = make_job(max_steps=100, schedule="constant", early_stopping_patience=2, **options)
    trainer = open_trainer(folder)
    trainer.evaluator = trainer.glance = Worsening()
    assert trainer.run() == "completed"
    assert trainer.step == 2  # of the weights that are kept, for the report
    assert [e["step"] for e in told(folder, "eval")] == [0, 2, 4, 6]
    assert [e["step"] for e in told(folder, "checkpoint") if e["is_best"]] == [2]
    assert [e["code"] for e in told(folder, "log")] == ["best_checkpoint_taken"]
    assert told(folder, "log")[0]["values"] == {"step": 2, "val_loss": 5.0, "bits_per_byte": 1.0}
    assert same(trainer, best)
    assert trainer.facts["val_loss"] == 5.0, "the fifth look: judged as it is kept"


def test_the_best_weights_are_kept_though_no_checkpoint_was_due(
    make_job: Any, open_trainer: Any, told: Told
) -> None:
    options = {"schedule": "constant", "eval_interval": 2, "checkpoint_interval": 3}
    best = open_trainer(make_job(name="best", max_steps=2, **options))
    best.run()
    trainer = open_trainer(folder := make_job(max_steps=100, early_stopping_patience=2, **options))
    trainer.evaluator = trainer.glance = Worsening()
    assert trainer.run() == "completed"
    assert trainer.step == 2
    assert same(trainer, best)
    # Only weights that were judged have a loss: at step 3 they were not.
    assert [(e["step"], e["val_loss"]) for e in told(folder, "checkpoint")] == [(2, 3.0), (3, None), (6, 4.5)]


def test_without_patience_the_best_checkpoint_is_found_and_kept(
    make_job: Any, open_trainer: Any, told: Told
) -> None:
    """The evaluations are due at other steps than the checkpoints, which are judged before they are kept."""
    options = {"eval_interval": 5, "checkpoint_interval": 2, "keep_checkpoints": 1}
    trainer = open_trainer(make_job(max_steps=8, **options))
    trainer.evaluator = Worsening((5.0, 3.0, 3.5, 4.0, 4.5))
    assert trainer.run() == "completed"
    saved = told(trainer.job.folder, "checkpoint")
    assert [(e["step"], e["val_loss"], e["is_best"]) for e in saved] == [
        (2, 5.0, True),
        (4, 3.0, True),
        (6, 4.0, False),  # 3.5 was that of step 5
        (8, 4.5, False),
    ]
    assert trainer.keeper.checkpoints.steps() == [4, 8]
    assert trainer.keeper.told() == {
        "taken": "last",
        "last": {"step": 8, "val_loss": 4.5},
        "best": {"step": 4, "val_loss": 3.0},
    }


def test_the_only_checkpoint_of_a_stopped_training_is_its_best(
    make_job: Any, open_trainer: Any, told: Told
) -> None:
    folder = make_job(max_steps=8, checkpoint_interval=6)
    assert open_trainer(folder, stop_at=3).run() == "stopped"
    assert open_trainer(folder, stop_at=4).run() == "stopped"
    assert [(e["step"], e["val_loss"], e["is_best"]) for e in told(folder, "checkpoint")] == [
        (3, None, True),
        (4, None, False),
    ]
    open_trainer(folder).run()
    best = [e["step"] for e in told(folder, "checkpoint") if e["is_best"]]
    assert best[1] == 6, "the first that was judged"


@pytest.mark.parametrize(
    ("room", "megabytes", "told_of"), [(1, None, True), (10**9, None, False), (10**9, 1, False)]
)
def test_checkpoints_keep_within_the_room_that_is_left(
    room: int, megabytes: int | None, told_of: bool, make_job: Any, open_trainer: Any, told: Told
) -> None:
    options = {"checkpoint_interval": 2, "keep_checkpoints": 9, "checkpoint_megabytes": megabytes}
    folder = make_job(max_steps=8, **options)
    job = json.loads((folder / "job.json").read_text())
    (folder / "job.json").write_text(json.dumps({**job, "checkpoint_room": room}))
    trainer = open_trainer(folder)
    trainer.evaluator = Worsening((5.0, 3.0, 3.5, 4.0))
    assert trainer.run() == "completed"
    assert trainer.keeper.checkpoints.steps() == ([4, 8] if told_of else [2, 4, 6, 8])
    codes = [e["code"] for e in told(folder, "log")]
    assert codes == (["checkpoints_within_quota"] if told_of else [])


def test_a_report_after_patience_names_the_best_checkpoint(make_job: Any, open_trainer: Any) -> None:
    trainer = open_trainer(make_job(max_steps=100, early_stopping_patience=2, eval_interval=2))
    trainer.evaluator = trainer.glance = Worsening()
    trainer.run()
    found = trainer.keeper.told()
    assert (found["taken"], found["best"]) == ("best", {"step": 2, "val_loss": 3.0})


def test_patience_starts_again_with_every_progress(make_job: Any, open_trainer: Any, told: Told) -> None:
    folder = make_job(max_steps=12, early_stopping_patience=1, eval_interval=3, lr=1e-4)
    assert open_trainer(folder).run() == "completed"
    assert told(folder, "metric")[-1]["step"] == 12


def test_patience_survives_a_resume(make_job: Any, open_trainer: Any, told: Told) -> None:
    folder = make_job(max_steps=100, early_stopping_patience=3, eval_interval=1, checkpoint_interval=1)
    for stop_at in (3, None):
        trainer = open_trainer(folder, stop_at=stop_at)
        trainer.evaluator = trainer.glance = Worsening()
        trainer.evaluator.looks = len(told(folder, "eval"))
        assert trainer.run() == ("completed" if stop_at is None else "stopped")
    assert [e["step"] for e in told(folder, "eval")] == [0, 1, 2, 3, 4]


def test_a_best_checkpoint_that_could_not_be_written_is_not_the_best(
    make_job: Any, open_trainer: Any, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_job(max_steps=6, checkpoint_interval=2, eval_interval=2)
    trainer = open_trainer(folder)
    trainer.evaluator = Worsening((5.0, 4.0, 3.0, 3.5))
    write = trainer.keeper.checkpoints.write

    def full(*args: Any) -> int:
        if trainer.step == 4:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(*args)

    monkeypatch.setattr(trainer.keeper.checkpoints, "write", full)
    trainer.run()
    assert [(e["step"], e["is_best"]) for e in told(folder, "checkpoint")] == [(2, True), (6, True)]


def test_a_loss_of_another_text_is_no_best(make_job: Any, open_trainer: Any, told: Told) -> None:
    """As after an earlier release, which chose the text otherwise: what was best by it is best no more."""
    folder = make_job(max_steps=2, eval_interval=2, checkpoint_interval=2, text=TEXT * 200)
    first = open_trainer(folder)
    first.run()
    first.best_loss, first.stale_evals, first.keeper.best_saved = 0.001, 3, (0.001, 2)
    first.keeper.saved_step = 0
    first.keeper.save()

    def gone_on(**options: Any) -> Any:
        job = json.loads((folder / "job.json").read_bytes())
        job["config"] |= {"max_steps": 4, **options}
        (folder / "job.json").write_text(json.dumps(job))
        trainer = open_trainer(folder)
        trainer.begin()
        return trainer

    same_text = gone_on(batch_size=3)
    assert (same_text.best_loss, same_text.stale_evals, same_text.keeper.best_saved) == (0.001, 3, (0.001, 2))
    other_text = gone_on(eval_bytes=300)
    assert (other_text.best_loss, other_text.stale_evals) == (math.inf, 0)
    other_text.step, other_text.judged_step = 2, 2
    other_text.evaluate()
    other_text.keeper.saved_step = 0
    other_text.keeper.save()
    assert told(folder, "checkpoint")[-1]["is_best"]
