"""A training that breaks names the block that broke it, and what is worth trying."""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from training.core.config import TrainConfig
from training.core.errors import TrainingError
from training.core.faults import first_fault
from training.core.fixes import asked_for, calmer, smaller

ROOT = Path(__file__).parents[3]


class Root(nn.Module):
    """The square root, whose slope at zero is infinite."""

    def forward(self, x: Tensor) -> Tensor:
        return x.sqrt()


class Chain(nn.Module):
    def __init__(self, *parts: nn.Module) -> None:
        super().__init__()
        self.parts = nn.ModuleList(parts)

    def forward(self, x: Tensor) -> Tensor:
        for part in self.parts:
            x = part(x)
        return x

    def blocks(self) -> dict[str, nn.Module]:
        return {f"layers.{n}": part for n, part in enumerate(self.parts)}


def linear(value: float) -> nn.Linear:
    made = nn.Linear(3, 3, bias=False)
    nn.init.constant_(made.weight, value)
    return made


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((linear(1.0), linear(math.nan), linear(1.0)), ("layers.1", "forward", "nan")),
        ((linear(1.0), linear(math.inf), linear(1.0)), ("layers.1", "forward", "inf")),
        ((linear(1.0), linear(0.0), Root(), linear(1.0)), ("layers.2", "backward", "inf")),
    ],
)
def test_the_first_block_that_gives_no_number_is_named(parts: Any, expected: tuple[str, str, str]) -> None:
    model = Chain(*parts)
    found = first_fault(model, lambda: model(torch.ones(2, 3)).sum().backward())
    assert found == dict(zip(("block", "where", "kind"), expected, strict=True))
    assert not any(block._forward_hooks or block._forward_pre_hooks for block in model.blocks().values())


def test_a_sound_model_is_not_accused() -> None:
    model = Chain(linear(1.0), nn.Tanh())
    assert first_fault(model, lambda: model(torch.ones(2, 3)).sum().backward()) == {}


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_a_broken_weight_is_found_in_its_block(
    precision: str, make_job: Any, open_trainer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = open_trainer(make_job(max_steps=5, precision=precision, grad_accum_steps=2))
    step = trainer.optimizer.step

    def breaking(*given: Any) -> None:
        step(*given)
        if trainer.step == 3:
            trainer.model.get_parameter("layers.0.ffn.down.weight").data[0, 0] = math.inf

    monkeypatch.setattr(trainer.optimizer, "step", breaking)
    with pytest.raises(TrainingError) as failed:
        trainer.run()
    values = failed.value.values
    assert (values["step"], values["block"], values["where"]) == (4, "layers.0.ffn", "forward")
    assert values["fix"] == {"lr": 0.0033}


def test_what_to_try_depends_on_the_options() -> None:
    config = TrainConfig(
        max_steps=1, optimizer="muon", lr=0.03, muon_lr=0.6, batch_size=6, grad_accum_steps=2
    )
    assert calmer(config) == {"lr": 0.01, "muon_lr": 0.2}
    assert calmer(config.model_copy(update={"grad_clip": 0.0})) == {"grad_clip": 1.0}
    assert smaller(config, 256) == {"batch_size": 3, "grad_accum_steps": 4}
    alone = config.model_copy(update={"batch_size": 1})
    assert smaller(alone, 256) == {"context_length": 128}
    shared = config.model_copy(update={"devices": 2})
    assert smaller(shared, 256) == {"batch_size": 2, "grad_accum_steps": 6}
    assert smaller(alone, 16) == {}


def test_what_torch_asked_for_is_read() -> None:
    assert asked_for("DefaultCPUAllocator: can't allocate memory: you tried to allocate 2048 bytes.") == 2048
    assert asked_for("CUDA out of memory. Tried to allocate 1.50 GiB. GPU 0 has") == 3 * 2**29
    assert asked_for("no such words") is None


def run_limited(folder: Path, limit: int, n_bytes: int) -> int:
    def limited() -> None:
        resource.setrlimit(limit, (n_bytes, n_bytes))

    command = [sys.executable, "-m", "training.core.main", str(folder)]
    with (folder / "log").open("ab") as log:
        return subprocess.run(
            command, cwd=ROOT, stdout=log, stderr=log, preexec_fn=limited, timeout=200
        ).returncode


@pytest.mark.processes
@pytest.mark.skipif(sys.platform != "linux", reason="limits of address space are Linux's")
def test_a_training_without_memory_says_how_much_and_what_to_lower(
    make_job: Any, make_design: Any, told: Any
) -> None:
    folder = make_job(
        batch_size=4096, max_steps=2, design=make_design(context_length=256), text="Up the hill. " * 400
    )
    assert run_limited(folder, resource.RLIMIT_AS, 3 * 2**29) == 1, (folder / "log").read_text()
    [found] = told(folder, "diagnosis")
    assert found["code"] == "out_of_memory", found
    assert found["values"]["fix"] == {"batch_size": 2048, "grad_accum_steps": 2}
    assert found["values"]["needed_bytes"] > found["values"]["peak_memory_bytes"] > 0
    assert told(folder, "state")[-1]["state"] == "failed"


@pytest.mark.processes
def test_a_file_that_may_not_grow_costs_checkpoints_and_then_ends_well_told(make_job: Any, told: Any) -> None:
    folder = make_job(max_steps=6, checkpoint_interval=2)
    assert run_limited(folder, resource.RLIMIT_FSIZE, 20_000) == 1, (folder / "log").read_text()
    assert {event["code"] for event in told(folder, "log")} == {"checkpoint_failed"}
    assert told(folder, "diagnosis")[-1]["code"] == "disk_full"
    assert not (folder / "model").exists()


@pytest.mark.processes
def test_not_even_room_for_a_line_is_told_by_the_exit_code(make_job: Any) -> None:
    """There is room for the first line, and less than any other takes."""
    folder = make_job(max_steps=50)
    assert run_limited(folder, resource.RLIMIT_FSIZE, 130) == 28, (folder / "log").read_text()
    content = (folder / "events.jsonl").read_bytes()
    assert content.endswith(b"\n")
    assert len(content) > 70
    assert [json.loads(line)["seq"] for line in content.splitlines()] == list(
        range(1, content.count(b"\n") + 1)
    )


def test_a_corpus_that_is_gone_is_told(make_job: Any, told: Any) -> None:
    from training.core.main import main

    folder = make_job()
    (folder / "data/train.bin").unlink()
    assert main(folder) == 1
    assert [event["code"] for event in told(folder, "diagnosis")] == ["data_unreadable"]
