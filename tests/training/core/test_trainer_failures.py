"""What goes wrong in a training is told with a code, and only what cannot be helped ends it."""

from __future__ import annotations

import errno
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from training.core.errors import TrainingError

DIVERGING = 5.0  # a learning rate at which the loss grows and stays a number
Told = Callable[[Path, str], list[dict[str, Any]]]


def test_divergence_is_seen_across_a_resume(make_job: Any, open_trainer: Any) -> None:
    found = []
    for name, stop_at in (("whole", None), ("parts", 15)):
        folder = make_job(name=name, max_steps=60, lr=DIVERGING, warmup_steps=0)
        if stop_at is not None:
            assert open_trainer(folder, stop_at=stop_at).run() == "stopped"
        with pytest.raises(TrainingError) as error:
            open_trainer(folder).run()
        found.append((error.value.code, error.value.values))
    assert found[0][0] == "diverged"
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "options",
    [
        {"optimizer": "adamw", "lr": 1e9},
        {"optimizer": "sgd", "lr": 1e9},
        {"optimizer": "muon", "lr": 1e9, "muon_lr": 1e9},
        {"optimizer": "muon", "muon_lr": 1e9},
    ],
)
@pytest.mark.parametrize("steps", [4, 60])
def test_a_learning_rate_beyond_reason_is_diagnosed(
    options: dict[str, Any], steps: int, make_job: Any, open_trainer: Any
) -> None:
    folder = make_job(max_steps=steps, **options)
    with pytest.raises(TrainingError) as found:
        open_trainer(folder).run()
    assert found.value.code in ("loss_not_finite", "diverged")
    assert 1 <= found.value.values["step"] <= min(steps, 40)


def test_a_model_broken_by_its_last_step_is_not_kept(
    make_job: Any, open_trainer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = open_trainer(make_job(max_steps=3))
    step = trainer.optimizer.step

    def breaking(factor: float, divisor: float | None) -> None:
        step(factor, divisor)
        if trainer.step == 3:
            trainer.model.tok.weight.data.fill_(math.nan)

    monkeypatch.setattr(trainer.optimizer, "step", breaking)
    with pytest.raises(TrainingError) as found:
        trainer.run()
    assert (found.value.code, found.value.values["step"]) == ("loss_not_finite", 3)


def test_a_full_disk_is_told_and_training_goes_on(
    make_job: Any, open_trainer: Any, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_job(max_steps=8, checkpoint_interval=2, eval_interval=2)
    trainer = open_trainer(folder)
    write = trainer.keeper.checkpoints.write

    def full_for_a_while(*args: Any) -> int:
        if trainer.step in (4, 6):
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(*args)

    monkeypatch.setattr(trainer.keeper.checkpoints, "write", full_for_a_while)
    assert trainer.run() == "completed"
    assert [(e["level"], e["code"], e["values"]) for e in told(folder, "log")] == [
        ("warning", "checkpoint_failed", {"step": step, "reason": "No space left on device"})
        for step in (4, 6)
    ]
    assert [e["step"] for e in told(folder, "checkpoint")] == [2, 8]
    assert [e["step"] for e in told(folder, "metric")] == list(range(1, 9))
    assert trainer.keeper.checkpoints.steps() == [2, 8]


def test_a_text_shorter_than_the_context_is_refused(make_job: Any, open_trainer: Any) -> None:
    with pytest.raises(TrainingError) as refused:
        open_trainer(make_job(text="Too short."))
    assert (refused.value.code, refused.value.values) == (
        "corpus_shorter_than_context",
        {"n_tokens": 8, "context_length": 16},
    )
