"""A training played through by the clock is the training that then happens."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import Any

import pytest

from training.core import trainer as trainer_module
from training.core import world as world_module
from training.core.config import TrainConfig
from training.core.pace import Costs, Pace, play
from training.core.progress import Budget

PACE = Pace(start_s=2.0, step_s=0.5, eval_s=1.0, sample_s=0.25, checkpoint_s=3.0)
FAST = Pace(start_s=0.0, step_s=0.001, eval_s=0.0, sample_s=0.0, checkpoint_s=0.0)


def played(pace: Pace = PACE, per_epoch: float = 1.0, **options: Any) -> Any:
    config = TrainConfig(**options)
    return play(config, Budget(config, 32, per_epoch), pace)


def test_every_part_is_paid_for() -> None:
    found = played(max_steps=10, eval_interval=4, sample_interval=5, checkpoint_interval=5)
    # evaluations at 0, 4 and 8, and before the checkpoints of 5 and 10
    assert (found.steps, found.n_evals, found.n_samples, found.n_checkpoints) == (10, 5, 2, 2)
    assert found.seconds == pytest.approx(2.0 + 10 * 0.5 + 5 * 1.0 + 2 * 0.25 + 2 * 3.0)


def test_a_training_by_steps_does_what_was_played(make_job: Any, open_trainer: Any, told: Any) -> None:
    options = {
        "max_steps": 7,
        "eval_interval": 3,
        "sample_interval": 4,
        "checkpoint_interval": 6,
        "keep_checkpoints": 9,
    }
    folder = make_job(**options)
    assert open_trainer(folder).run() == "completed"
    found = played(**options)
    n_told = [len(told(folder, kind)) for kind in ("metric", "eval", "sample", "checkpoint")]
    assert [found.steps, found.n_evals, found.n_samples, found.n_checkpoints] == n_told


def test_a_training_by_minutes_does_about_what_was_played(
    make_job: Any, open_trainer: Any, told: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.count(0.0, 0.2)
    for module in (trainer_module, world_module):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    options = {"max_steps": None, "max_minutes": 1, "eval_seconds": 5.0}
    folder = make_job(**options, eval_interval=None)
    trainer = open_trainer(folder)
    trainer.run()
    a_step = 60 / trainer.step
    pace = Pace(start_s=0.0, step_s=a_step, eval_s=0.0, sample_s=0.0, checkpoint_s=0.0)
    found = played(pace, **options, sample_interval=1000, checkpoint_interval=1000)
    assert found.steps == pytest.approx(trainer.step, abs=1)
    assert found.n_evals == pytest.approx(len(told(folder, "eval")), abs=1)


def test_a_checkpoint_that_was_judged_puts_the_next_evaluation_off() -> None:
    options = {"max_steps": 100, "eval_seconds": 11.0, "sample_interval": 1000}
    found = played(Pace(0.0, 0.5, 0.0, 0.0, 0.0), **options, checkpoint_seconds=20.0)
    assert found.n_evals == 6  # at 0, 11, 20 (a checkpoint), 31, 40 (likewise) and at the end


def test_evaluations_and_checkpoints_by_the_clock_that_take_long_come_more_seldom() -> None:
    dear = played(Pace(0.0, 0.1, 8.0, 0.0, 0.5), max_steps=100_000, eval_seconds=5.0, sample_interval=10**6)
    assert dear.n_evals * 8.0 < 0.2 * dear.seconds
    assert dear.n_checkpoints * (0.5 + 8.0) < 0.1 * dear.seconds


def test_minutes_hold_fewer_steps_where_evaluations_take_longer() -> None:
    cheap, dear = (
        played(Pace(0.0, 0.1, eval_s, 0.0, 0.0), max_minutes=1, eval_interval=50) for eval_s in (0.1, 2.5)
    )
    assert dear.steps < 0.75 * cheap.steps
    assert dear.seconds == pytest.approx(60.0, abs=3.0)


def test_a_long_training_goes_on_at_the_pace_of_its_beginning() -> None:
    found = played(Pace(0.0, 0.01, 0.5, 0.0, 0.0), max_steps=10_000_000, eval_seconds=5.0)
    assert found.steps == 10_000_000
    assert found.seconds == pytest.approx(100_000 / 0.9, rel=0.01)  # a tenth goes to evaluations


def test_the_earliest_limit_ends_it() -> None:
    assert played(FAST, max_steps=50, max_minutes=10).steps == 50
    assert played(FAST, max_epochs=2, per_epoch=30.0, max_tokens=10**9).steps == 60


def test_the_first_times_do_not_count_once_there_are_others() -> None:
    costs = Costs()
    for seconds in (9.0, 5.0):
        costs.add("step", seconds)
    assert costs.mean("step") == 5.0
    for seconds in (1.0, 3.0):
        costs.add("step", seconds)
    assert costs.mean("step") == 2.0
    assert costs.mean("sample") is None
