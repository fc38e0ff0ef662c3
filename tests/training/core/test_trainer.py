"""The loop: resuming changes nothing, what goes wrong is told, and what is told can be believed."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from training.core import trainer as trainer_module
from training.core import world as world_module
from training.core.events import EVENTS, read_events
from training.core.trainer import Trainer

Told = Callable[[Path, str], list[dict[str, Any]]]
DETERMINED = ("step", "tokens", "loss", "lr", "grad_norm")  # of a metric: the rest is about time


def metrics(told: Told, folder: Path) -> list[list[Any]]:
    return [[event[name] for name in DETERMINED] for event in told(folder, "metric")]


def same(a: Trainer, b: Trainer) -> bool:
    ours, theirs = a.weights(), b.weights()
    return ours.keys() == theirs.keys() and all(torch.equal(ours[n], theirs[n]) for n in ours)


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
@pytest.mark.parametrize("optimizer", ["muon", "adamw", "adam", "sgd"])
def test_p13_a_resumed_training_is_bit_for_bit_the_uninterrupted_one(
    optimizer: str, precision: str, make_job: Any, make_design: Any, open_trainer: Any, told: Told
) -> None:
    options = {"optimizer": optimizer, "precision": precision, "grad_accum_steps": 2, "max_steps": 9}
    options |= {"eval_interval": 4, "sample_interval": 3, "design": make_design(dropout=0.2)}
    whole, parts = make_job(name="whole", **options), make_job(name="parts", **options)
    uninterrupted = open_trainer(whole)
    assert uninterrupted.run() == "completed"
    assert open_trainer(parts, stop_at=3).run() == "stopped"
    assert open_trainer(parts, stop_at=7).run() == "stopped"
    torch.manual_seed(99)  # another process has another state
    resumed = open_trainer(parts)
    assert resumed.run() == "completed"
    assert same(uninterrupted, resumed)
    assert metrics(told, parts) == metrics(told, whole)
    assert [e["step"] for e in told(parts, "metric")] == list(range(1, 10))
    for kind in ("eval", "sample"):
        ignored = {"seq": 0, "time": 0}
        ours, theirs = ([{**e, **ignored} for e in told(folder, kind)] for folder in (parts, whole))
        assert ours == theirs, kind
    assert resumed.facts == uninterrupted.facts
    assert resumed.train_loss == uninterrupted.train_loss


def test_dropout_draws_from_the_seed_of_the_data(make_job: Any, make_design: Any, open_trainer: Any) -> None:
    design = make_design(dropout=0.2)
    trainers = []
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        torch.manual_seed(len(trainers))
        trainers.append(open_trainer(make_job(name=name, design=design, data_seed=seed)))
        trainers[-1].run()
    assert same(trainers[0], trainers[1])
    assert not same(trainers[0], trainers[2])


def test_what_a_lost_checkpoint_told_is_told_again_and_judged_again(
    make_job: Any, open_trainer: Any, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at the very end, between the last evaluation and the model."""
    whole, killed = (make_job(name=n, max_steps=6, checkpoint_interval=4) for n in ("whole", "killed"))
    uninterrupted = open_trainer(whole)
    uninterrupted.run()
    trainer = open_trainer(killed)
    write = trainer.keeper.checkpoints.write

    def killed_at_the_last(snapshot: Any, best: int) -> int:
        if snapshot.step == 6:
            raise KeyboardInterrupt
        return write(snapshot, best)

    monkeypatch.setattr(trainer.keeper.checkpoints, "write", killed_at_the_last)
    with pytest.raises(KeyboardInterrupt):
        trainer.run()
    assert told(killed, "eval")[-1]["step"] == 6
    resumed = open_trainer(killed)
    assert resumed.run() == "completed"
    assert resumed.facts == uninterrupted.facts
    assert [e["step"] for e in told(killed, "eval")] == [0, 4, 6]
    assert [e["step"] for e in told(killed, "sample")] == [6]
    assert [e["step"] for e in told(killed, "checkpoint")] == [4, 6]


def test_the_last_checkpoint_may_be_older_than_the_last_judgement(
    make_job: Any, open_trainer: Any, told: Told
) -> None:
    folder = make_job(max_steps=6, checkpoint_interval=6, eval_interval=4)
    first = open_trainer(folder)
    first.run()
    again = open_trainer(folder)
    again.run()
    assert again.facts == first.facts
    assert again.facts["val_loss"] == told(folder, "eval")[-1]["val_loss"]


def test_a_checkpoint_that_was_not_told_is_told_after_the_resume(
    make_job: Any, open_trainer: Any, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_job(max_steps=6)
    trainer = open_trainer(folder, stop_at=3)
    emit = trainer.events.emit

    def killed_at_checkpoint(kind: str, **payload: Any) -> None:
        if kind == "checkpoint":
            raise KeyboardInterrupt
        emit(kind, **payload)

    monkeypatch.setattr(trainer.events, "emit", killed_at_checkpoint)
    with pytest.raises(KeyboardInterrupt):
        trainer.run()
    assert open_trainer(folder).run() == "completed"
    found = told(folder, "checkpoint")
    assert [event["step"] for event in found] == [3, 6]
    assert found[0]["n_bytes"] == sum(
        f.stat().st_size for f in (folder / "checkpoints/step-000003").iterdir()
    )


def test_an_unreadable_newest_checkpoint_costs_steps_and_nothing_else(
    make_job: Any, open_trainer: Any, told: Told
) -> None:
    whole, harmed = (make_job(name=n, max_steps=8, checkpoint_interval=2) for n in ("whole", "harmed"))
    uninterrupted = open_trainer(whole)
    uninterrupted.run()
    open_trainer(harmed, stop_at=6).run()
    (harmed / "checkpoints/step-000006/state.safetensors").write_bytes(b"rubbish")
    resumed = open_trainer(harmed)
    assert resumed.run() == "completed"
    assert same(uninterrupted, resumed)
    assert metrics(told, harmed) == metrics(told, whole)
    assert [e["step"] for e in read_events(harmed / EVENTS) if e["type"] == "resume"] == [4]


def test_a_resume_between_two_points_of_the_curve_loses_no_loss(
    make_job: Any, open_trainer: Any, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trainer_module, "metric_due", lambda step: step % 4 == 0)
    whole, parts = make_job(name="whole"), make_job(name="parts")
    open_trainer(whole).run()
    open_trainer(parts, stop_at=6).run()
    open_trainer(parts).run()
    assert [event["step"] for event in told(parts, "metric")] == [4, 8]
    assert metrics(told, parts) == metrics(told, whole)


def test_the_first_evaluation_is_made_once(make_job: Any, open_trainer: Any, told: Told) -> None:
    folder = make_job(max_steps=4)
    assert open_trainer(folder, stop_at=0).run() == "stopped"
    assert open_trainer(folder, stop_at=2).run() == "stopped"
    assert open_trainer(folder).run() == "completed"
    raw = [event["step"] for event in read_events(folder / EVENTS) if event["type"] == "eval"]
    assert raw == [0, 4]
    assert told(folder, "eval")[0]["val_loss"] == pytest.approx(math.log(257), rel=0.02)


def test_p14_events_before_the_first_checkpoint_are_gone_back_on(
    make_job: Any, open_trainer: Any, told: Told
) -> None:
    folder = make_job(max_steps=4)
    trainer = open_trainer(folder)

    def killed() -> None:
        if trainer.step == 2:
            raise KeyboardInterrupt

    trainer.asked_to_stop = killed
    with pytest.raises(KeyboardInterrupt):
        trainer.run()
    assert open_trainer(folder).run() == "completed"
    assert [e["step"] for e in told(folder, "metric")] == [1, 2, 3, 4]
    assert [e["step"] for e in read_events(folder / EVENTS) if e["type"] == "resume"] == [0]


@pytest.mark.parametrize("optimizer", ["muon", "adamw", "adam", "sgd"])
def test_the_loss_falls_on_a_text_that_repeats_itself(
    optimizer: str, make_job: Any, open_trainer: Any, told: Told
) -> None:
    lr = 0.3 if optimizer == "sgd" else 0.01
    folder = make_job(optimizer=optimizer, lr=lr, max_steps=80, batch_size=8)
    open_trainer(folder).run()
    losses = [event["loss"] for event in told(folder, "metric")]
    before, after = told(folder, "eval")
    assert losses[0] > 5.0
    assert losses[-1] < 2.9, "better than knowing how often each letter comes"
    assert after["val_loss"] < before["val_loss"] / 1.8
    assert after["accuracy"] > before["accuracy"]


def test_p12_accumulated_batches_equal_a_larger_one(make_job: Any, open_trainer: Any, told: Told) -> None:
    large = make_job(name="large", batch_size=4, grad_accum_steps=1, optimizer="sgd")
    small = make_job(name="small", batch_size=1, grad_accum_steps=4, optimizer="sgd")
    one, four = open_trainer(large), open_trainer(small)
    one.run()
    four.run()
    for name, weights in one.weights().items():
        torch.testing.assert_close(four.weights()[name], weights, rtol=1e-4, atol=1e-6)
    for ours, theirs in zip(metrics(told, small), metrics(told, large), strict=True):
        assert ours == pytest.approx(theirs, rel=1e-4)


@pytest.mark.parametrize("limit", [{"max_steps": 5}, {"max_tokens": 5 * 32 - 3, "max_steps": None}])
def test_a_budget_is_used_and_not_exceeded(
    limit: dict[str, Any], make_job: Any, open_trainer: Any, told: Told
) -> None:
    folder = make_job(**limit)
    open_trainer(folder).run()
    assert [e["step"] for e in told(folder, "metric")] == [1, 2, 3, 4, 5]
    assert told(folder, "metric")[-1]["tokens"] == 160
    assert told(folder, "metric")[-1]["eta_s"] == 0.0
    [plan] = told(folder, "plan")
    assert (plan["total_steps"], plan["tokens_per_step"], plan["threads"]) == (5, 32, 1)


def test_minutes_end_a_training(
    make_job: Any, open_trainer: Any, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.count(0.0, 0.5)  # half a second goes by whenever somebody looks
    for module in (trainer_module, world_module):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    folder = make_job(max_steps=None, max_minutes=1, schedule="linear", warmup_steps=0, min_lr_ratio=0.0)
    assert open_trainer(folder).run() == "completed"
    seen = told(folder, "metric")
    rates, left = [event["lr"] for event in seen], [event["eta_s"] for event in seen]
    assert 5 < len(seen) < 60
    assert rates == sorted(rates, reverse=True)
    assert rates[-1] < rates[0] / 5
    assert left == sorted(left, reverse=True)
    assert left[-1] < 5.0
    assert told(folder, "plan")[0]["total_steps"] is None


def test_the_learning_rate_warms_up_and_falls(make_job: Any, open_trainer: Any, told: Told) -> None:
    folder = make_job(max_steps=10, warmup_steps=4, lr=0.1, schedule="linear", min_lr_ratio=0.0)
    open_trainer(folder).run()
    rates = [event["lr"] for event in told(folder, "metric")]
    assert rates[:3] == pytest.approx([0.025, 0.05, 0.075])
    assert rates[3:] == pytest.approx([0.1 * (1 - step / 10) for step in range(3, 10)])


def test_the_rate_of_matrices_is_told_where_they_have_one(
    make_job: Any, open_trainer: Any, told: Told
) -> None:
    rates = {"lr": 0.01, "muon_lr": 0.04, "max_steps": 4, "schedule": "constant"}
    muon, adamw = (make_job(name=name, optimizer=name, **rates) for name in ("muon", "adamw"))
    for folder in (muon, adamw):
        open_trainer(folder).run()
    told_rates = [(event["lr"], event["muon_lr"]) for event in told(muon, "metric")]
    assert told_rates[-1] == pytest.approx((0.01, 0.04))
    assert all(own == pytest.approx(4 * lr) for lr, own in told_rates)
    assert not any("muon_lr" in event for event in told(adamw, "metric"))


def test_samples_are_told_at_their_interval(make_job: Any, open_trainer: Any, told: Told) -> None:
    folder = make_job(max_steps=6, sample_interval=4, sample_prompts=["The", "여우"])
    open_trainer(folder).run()
    assert [(e["step"], e["prompt"]) for e in told(folder, "sample")] == [
        (4, "The"),
        (4, "여우"),
        (6, "The"),
        (6, "여우"),
    ]


@pytest.mark.parametrize("tied", [True, False])
def test_weights_are_named_once(tied: bool, make_job: Any, make_design: Any, open_trainer: Any) -> None:
    trainer = open_trainer(make_job(design=make_design(tied=tied)))
    trainer.run()
    names = set(trainer.weights())
    assert "tok.weight" in names
    assert ("head.weight" in names) is not tied
    assert names == {name for name, _ in trainer.model.named_parameters()}
