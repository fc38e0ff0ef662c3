"""Training a mixture of experts: what is learned from, what is told of it, and that resuming changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from inference.core.loading import load_model
from training.core.main import main

Told = Callable[[Path, str], list[dict[str, Any]]]
EXPERTS = {"type": "MoE", "n_experts": 4, "top_k": 2, "d_expert": 8}
SELECTING = {**EXPERTS, "selection_bias": True, "bias_update_rate": 0.01, "score": "sigmoid"}


@pytest.fixture
def with_experts(make_design: Any) -> Callable[..., dict[str, Any]]:
    """A factory of designs whose layers, two of them, are mixtures."""

    def make(**options: Any) -> dict[str, Any]:
        design: dict[str, Any] = make_design()
        design["nodes"]["layers"]["count"] = 2
        design["nodes"]["layers"]["nodes"]["ffn"] = {**EXPERTS, **options}
        return design

    return make


def learned(trainer: Any) -> dict[str, torch.Tensor]:
    return {name: tensor.clone() for name, tensor in trainer.weights().items()}


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
@pytest.mark.parametrize("optimizer", ["muon", "adamw"])
def test_p13_a_resumed_mixture_is_bit_for_bit_the_uninterrupted_one(
    optimizer: str, precision: str, make_job: Any, with_experts: Any, open_trainer: Any, told: Told
) -> None:
    options = {"optimizer": optimizer, "precision": precision, "grad_accum_steps": 2, "max_steps": 7}
    options["design"] = with_experts(**SELECTING)
    whole, parts = make_job(name="whole", **options), make_job(name="parts", **options)
    uninterrupted = open_trainer(whole)
    assert uninterrupted.run() == "completed"
    assert open_trainer(parts, stop_at=3).run() == "stopped"
    resumed = open_trainer(parts)
    assert resumed.run() == "completed"
    ours, theirs = learned(resumed), learned(uninterrupted)
    assert all(torch.equal(ours[name], theirs[name]) for name in theirs)
    assert theirs["layers.0.ffn.select_bias"].any()
    assert theirs["layers.0.ffn.select_bias"].dtype is torch.float32
    told_of = ("loss", "aux_loss", "expert_load", "router_load")
    for a, b in zip(told(parts, "metric"), told(whole, "metric"), strict=True):
        assert [a[name] for name in told_of] == [b[name] for name in told_of]


def test_the_bias_moves_once_a_step_however_many_batches_make_one(
    make_job: Any, with_experts: Any, open_trainer: Any
) -> None:
    job = make_job(design=with_experts(**SELECTING), grad_accum_steps=4, max_steps=1)
    trainer = open_trainer(job)
    trainer.run()
    moved = trainer.weights()["layers.1.ffn.select_bias"].abs()
    assert torch.all((moved == 0) | torch.isclose(moved, torch.tensor(0.01)))


def test_the_loss_that_is_told_is_of_the_language_alone(
    make_job: Any, with_experts: Any, open_trainer: Any, told: Told
) -> None:
    """The first step begins at the same weights, whatever the coefficient; the second feels it."""
    metrics = []
    for name, coefficient in (("none", 0.0), ("much", 5.0)):
        folder = make_job(name=name, design=with_experts(aux_loss_coef=coefficient), max_steps=2)
        open_trainer(folder).run()
        metrics.append(told(folder, "metric"))
    (first, second), (first_much, second_much) = metrics
    assert first["loss"] == first_much["loss"]
    assert first["aux_loss"] == 0.0
    assert first_much["aux_loss"] == pytest.approx(2 * 5.0 * 2, rel=0.1)  # layers, coefficient, top_k
    assert first["grad_norm"] < first_much["grad_norm"]
    assert second["loss"] != second_much["loss"]


def test_p12_gradients_of_several_batches_are_those_of_one_large_one(
    make_job: Any, with_experts: Any, open_trainer: Any, told: Told
) -> None:
    """With the loss of the language and a z-loss, which are both means over tokens."""
    design, norms = with_experts(aux_loss_coef=0.0, z_loss_coef=1.0), []
    for name, options in (
        ("one", {"batch_size": 4}),
        ("several", {"batch_size": 2, "grad_accum_steps": 2}),
    ):
        folder = make_job(name=name, design=design, max_steps=1, **options)
        open_trainer(folder).run()
        metric = told(folder, "metric")[0]
        norms.append([metric["grad_norm"], metric["loss"], metric["aux_loss"]])
    assert norms[0] == pytest.approx(norms[1], rel=1e-4)


def test_metrics_tell_the_load_of_every_mixture(
    make_job: Any, with_experts: Any, open_trainer: Any, told: Told
) -> None:
    folder = make_job(design=with_experts(), max_steps=3)
    open_trainer(folder).run()
    for metric in told(folder, "metric"):
        loads = metric["expert_load"]
        assert list(loads) == ["layers.0.ffn", "layers.1.ffn"]
        assert all(sum(load) == pytest.approx(1, abs=1e-3) for load in loads.values())
        assert metric["router_load"] == pytest.approx(4 * max(map(max, loads.values())), abs=1e-3)
        assert 1 <= metric["router_load"] <= 4


def test_a_model_without_experts_tells_nothing_of_them(make_job: Any, open_trainer: Any, told: Told) -> None:
    folder = make_job(max_steps=1)
    open_trainer(folder).run()
    assert not {"aux_loss", "expert_load", "router_load"} & told(folder, "metric")[0].keys()


def test_a_completed_mixture_keeps_its_selection_bias(make_job: Any, with_experts: Any) -> None:
    folder = make_job(design=with_experts(**SELECTING))
    assert main(folder) == 0
    kept = load_file(folder / "model/model.safetensors")["layers.0.ffn.select_bias"]
    assert kept.any()
    loaded = load_model(folder / "model", torch.device("cpu")).model
    assert torch.equal(dict(loaded.named_buffers())["layers.0.ffn.select_bias"], kept)


def test_the_best_weights_come_with_their_selection_bias(
    make_job: Any, with_experts: Any, open_trainer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = {"early_stopping_patience": 2, "eval_interval": 2, "checkpoint_interval": 2, "max_steps": 20}
    trainer = open_trainer(make_job(design=with_experts(**SELECTING), **options))
    losses = iter([1.0, 2.0, 2.0])
    judge = trainer.evaluator.evaluate
    monkeypatch.setattr(
        trainer.evaluator, "evaluate", lambda model: {**judge(model), "val_loss": next(losses, 1.0)}
    )
    trainer.run()
    best = trainer.keeper.checkpoints.read(2).tensors
    assert trainer.step == 2
    assert all(torch.equal(tensor, best[f"model.{name}"]) for name, tensor in trainer.weights().items())


def test_a_run_starts_from_the_selection_bias_of_given_weights(
    make_job: Any, with_experts: Any, open_trainer: Any
) -> None:
    first = make_job(name="first", design=with_experts(**SELECTING))
    assert main(first) == 0
    second = make_job(name="second", design=with_experts(**SELECTING), precision="bf16")
    job = json.loads((second / "job.json").read_bytes())
    job["init"] = {"weights": str(first / "model/model.safetensors")}
    (second / "job.json").write_text(json.dumps(job))
    given = load_file(first / "model/model.safetensors")
    begun = open_trainer(second).weights()
    assert all(torch.equal(begun[name], given[name]) for name in given)


def test_muon_moves_each_expert_as_a_matrix_of_its_own(
    make_job: Any, with_experts: Any, open_trainer: Any
) -> None:
    folder = make_job(design=with_experts(), optimizer="muon", max_steps=1, muon_lr=0.5, weight_decay=0)
    trainer = open_trainer(folder)
    before = learned(trainer)
    trainer.run()
    moved = learned(trainer)["layers.0.ffn.w_up"] - before["layers.0.ffn.w_up"]
    assert moved.shape == (4, 8, 16)
    for matrix in moved:
        sizes = torch.linalg.svdvals(matrix)
        assert float(sizes.max() / sizes.min()) < 3  # orthogonal but for the five steps of its iteration
