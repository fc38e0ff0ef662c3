"""A layer that died is told of once, by its block and its first step; one that learns is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from training.core.dead import Dead, DeadLayers
from training.core.trainer import Trainer

LEARNING = ["attn", "ffn", "head"]
ALIVE = {"attn": 1.0, "add": 1.0, "ffn": 1.0, "head": 1.0}
Told = Callable[[Path, str], list[dict[str, Any]]]


def look(layers: DeadLayers, *readings: tuple[dict[str, float], dict[str, float]]) -> list[Dead | None]:
    """Readings at steps 10, 20, … of what differs from a model that lives."""
    return [
        layers.look(10 * n, {**ALIVE, **output}, {"attn": 0.5, "ffn": 0.5, "head": 0.5, **gradients})
        for n, (output, gradients) in enumerate(readings, 1)
    ]


def test_the_third_reading_without_a_gradient_tells_of_the_first() -> None:
    dead: tuple[dict[str, float], dict[str, float]] = ({}, {"ffn": 0.0})
    found = look(DeadLayers(LEARNING), ({}, {}), dead, dead, dead, dead)
    assert found == [None, None, None, Dead("ffn", 20, "gradient"), None]


def test_one_that_lives_again_in_between_is_not_dead() -> None:
    dead: tuple[dict[str, float], dict[str, float]] = ({"ffn": 0.0}, {"ffn": 0.0})
    assert not any(look(DeadLayers(LEARNING), dead, dead, ({}, {}), dead, dead))


def test_of_several_the_earliest_is_named_and_then_the_first_in_the_model() -> None:
    later: tuple[dict[str, float], dict[str, float]] = ({"attn": 0.0}, {"attn": 0.0, "ffn": 0.0})
    assert look(DeadLayers(LEARNING), ({}, {"ffn": 0.0}), *[later] * 3)[2] == Dead("ffn", 10, "gradient")
    assert look(DeadLayers(LEARNING), *[later] * 3)[2] == Dead("attn", 10, "output")


def test_zeros_that_still_learn_are_no_death() -> None:
    assert not any(look(DeadLayers(LEARNING), *[({"ffn": 0.0}, {})] * 4))  # as of a gate that begins at zero


def test_a_block_without_weights_is_judged_by_what_it_gives() -> None:
    assert look(DeadLayers(LEARNING), *[({"add": 0.0}, {})] * 3)[2] == Dead("add", 10, "output")


def test_a_model_that_has_nothing_left_to_learn_is_not_dead() -> None:
    nothing: tuple[dict[str, float], dict[str, float]] = ({}, dict.fromkeys(LEARNING, 0.0))
    assert not any(look(DeadLayers(LEARNING), *[nothing] * 4))


def test_before_the_first_step_nobody_is_dead() -> None:
    layers = DeadLayers(LEARNING)
    assert layers.look(0, dict.fromkeys(ALIVE, 0.0), {}) is None


@pytest.fixture
def relu_job(make_job: Any, make_design: Any) -> Callable[..., Path]:
    """A factory of jobs whose feed-forward network has ReLU and, unless told, biases; judged every second step."""

    def make(*, bias: bool = True, **options: Any) -> Path:
        design = make_design()
        design["nodes"]["layers"]["nodes"]["ffn"] |= {"activation": "relu", "gated": False, "bias": bias}
        folder: Path = make_job(design=design, **{"max_steps": 14, "eval_interval": 2, **options})
        return folder

    return make


def weights_of(trainer: Trainer, block: str, axes: int) -> list[torch.Tensor]:
    """The weights that the optimizer moves, of so many axes, from a block's input to its output."""
    masters = trainer.optimizer.masters
    return [w for name, w in masters.items() if name.startswith(f"{block}.") and w.dim() == axes]


def drown(trainer: Trainer) -> None:
    """Take every hidden channel far below zero, where ReLU gives nothing and passes nothing back."""
    weights_of(trainer, "layers.0.ffn", 1)[0].fill_(-1e6)


def drowning_at(step: int, trainer: Trainer) -> None:
    def asked() -> None:
        if trainer.step == step:
            drown(trainer)

    trainer.asked_to_stop = asked


def test_a_layer_that_dies_is_named_with_its_first_step(relu_job: Any, open_trainer: Any, told: Told) -> None:
    trainer = open_trainer(folder := relu_job())
    drowning_at(5, trainer)
    assert trainer.run() == "completed"
    found = told(folder, "diagnosis")
    assert [(event["code"], event["step"], event["level"]) for event in found] == [
        ("dead_layer", 6, "warning")
    ]
    assert found[0]["values"] == {"block": "layers.0.ffn", "where": "gradient"}


def test_a_gate_that_begins_closed_on_both_sides_never_opens(
    relu_job: Any, open_trainer: Any, told: Told
) -> None:
    trainer = open_trainer(folder := relu_job(bias=False))
    for weight in weights_of(trainer, "layers.0.ffn", 2):
        weight.zero_()
    trainer.run()
    (event,) = told(folder, "diagnosis")
    assert (event["step"], event["values"]) == (2, {"block": "layers.0.ffn", "where": "output"})


def test_one_that_begins_closed_on_one_side_opens(relu_job: Any, open_trainer: Any, told: Told) -> None:
    trainer = open_trainer(folder := relu_job())
    weights_of(trainer, "layers.0.ffn", 2)[1].zero_()
    trainer.run()
    assert told(folder, "diagnosis") == []
    assert len(told(folder, "norms")) > 5


def test_a_resume_does_not_tell_of_it_again(relu_job: Any, open_trainer: Any, told: Told) -> None:
    folder = relu_job(max_steps=30)
    first = open_trainer(folder, stop_at=14)
    drown(first)
    assert first.run() == "stopped"
    assert open_trainer(folder).run() == "completed"
    assert len(told(folder, "diagnosis")) == 1


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_a_training_whose_layers_all_learn_has_no_diagnosis(
    precision: str, relu_job: Any, open_trainer: Any, told: Told
) -> None:
    open_trainer(folder := relu_job(precision=precision, optimizer="muon")).run()
    assert told(folder, "diagnosis") == []
