"""A run may begin with weights of a file: all of them, or it says what does not fit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from training.core.main import main
from training.words import sentence

Told = Callable[[Path, str], list[dict[str, Any]]]
Tensors = dict[str, Tensor]


def begin_with(folder: Path, weights: Path | str) -> Path:
    job = json.loads((folder / "job.json").read_bytes())
    (folder / "job.json").write_text(json.dumps({**job, "init": {"weights": str(weights)}}))
    return folder


@pytest.fixture
def trained(make_job: Any, make_design: Any) -> Path:
    """The weights of a completed run."""
    folder = make_job(name="first", design=make_design())
    assert main(folder) == 0
    return folder / "model" / "model.safetensors"


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_a_run_goes_on_where_the_weights_are(
    precision: str, trained: Path, make_job: Any, open_trainer: Any
) -> None:
    folder = begin_with(make_job(name="second", init_seed=5, precision=precision), trained)
    trainer = open_trainer(folder)
    begun, given = trainer.weights(), load_file(trained)
    assert begun.keys() == given.keys()
    assert all(torch.equal(begun[name], given[name]) for name in given)


def test_training_from_weights_starts_at_their_loss(trained: Path, make_job: Any, told: Told) -> None:
    folder = begin_with(make_job(name="second", max_steps=1), "../first/model/model.safetensors")
    assert main(folder) == 0
    assert told(folder, "eval")[0]["val_loss"] == told(trained.parents[1], "eval")[-1]["val_loss"]


def test_a_shared_table_may_be_written_under_both_names(
    trained: Path, make_job: Any, open_trainer: Any
) -> None:
    given = load_file(trained)
    save_file({**given, "head.weight": given["tok.weight"].clone()}, trained)
    begun = open_trainer(begin_with(make_job(name="second"), trained)).weights()
    assert all(torch.equal(begun[name], given[name]) for name in given)


def test_on_resume_the_checkpoint_wins(trained: Path, make_job: Any, open_trainer: Any, told: Told) -> None:
    folder = begin_with(make_job(name="second"), trained)
    assert open_trainer(folder, stop_at=4).run() == "stopped"
    trained.unlink()
    assert open_trainer(folder).run() == "completed"
    assert [event["step"] for event in told(folder, "metric")] == list(range(1, 9))


def without(name: str) -> Callable[[Tensors], Tensors]:
    return lambda given: {key: value for key, value in given.items() if key != name}


def changed(name: str, tensor: Tensor) -> Callable[[Tensors], Tensors]:
    return lambda given: {**given, name: tensor}


@pytest.mark.parametrize(
    ("spoil", "code", "values"),
    [
        (without("norm.weight"), "init_names", {"missing": "norm.weight", "unexpected": ""}),
        (changed("other", torch.zeros(1)), "init_names", {"missing": "", "unexpected": "other"}),
        (
            changed("norm.weight", torch.zeros(8)),
            "init_shape",
            {"name": "norm.weight", "expected": [16], "actual": [8]},
        ),
        (changed("norm.weight", torch.full((16,), float("nan"))), "init_values", {"name": "norm.weight"}),
        (changed("norm.weight", torch.zeros(16, dtype=torch.int64)), "init_values", {"name": "norm.weight"}),
        (
            changed("head.weight", torch.zeros(257, 16)),
            "init_tied",
            {"name": "head.weight", "target": "tok.weight"},
        ),
    ],
)
def test_weights_that_do_not_fit_end_the_run_with_a_reason(
    spoil: Any, code: str, values: dict[str, Any], trained: Path, make_job: Any, told: Told
) -> None:
    save_file(spoil(load_file(trained)), trained)
    folder = begin_with(make_job(name="second"), trained)
    assert main(folder) == 1
    found = told(folder, "diagnosis")[-1]
    assert (found["code"], found["values"]) == (code, values)
    assert all(str(value) in sentence(code, values) for value in values.values())


@pytest.mark.parametrize("content", [None, b"", b"not weights", b"\x80\x04\x95" * 20])
def test_a_file_that_holds_no_weights_is_named(
    content: bytes | None, make_job: Any, told: Told, tmp_path: Path
) -> None:
    file = tmp_path / "weights.safetensors"
    if content is not None:
        file.write_bytes(content)
    folder = begin_with(make_job(), file)
    assert main(folder) == 1
    assert told(folder, "diagnosis")[-1]["code"] == "init_unreadable"


def test_many_names_that_do_not_fit_are_told_in_part(trained: Path, make_job: Any, told: Told) -> None:
    save_file({"x": torch.zeros(1)}, trained)
    folder = begin_with(make_job(name="second"), trained)
    assert main(folder) == 1
    missing = told(folder, "diagnosis")[-1]["values"]["missing"]
    assert missing.count(",") == 5
    assert missing.endswith(", …")
