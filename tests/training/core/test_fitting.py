"""Whether a training fits is found out before it begins, and trying changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch

from training.core import fitting
from training.core.errors import TrainingError
from training.core.fitting import available_memory, check_estimate, check_step
from training.core.main import main
from training.words import sentence


def container(folder: Path, limit: str, used: int, given_up: int) -> Path:
    for name, text in (
        ("max", limit),
        ("current", str(used)),
        ("stat", f"anon 1\ninactive_file {given_up}\n"),
    ):
        (folder / f"memory.{name}").write_text(text)
    return folder


def test_memory_is_what_the_machine_and_the_container_leave(tmp_path: Path) -> None:
    machine = tmp_path / "meminfo"
    machine.write_text("MemTotal: 9000 kB\nMemAvailable:    4000 kB\n")
    assert available_memory(machine, container(tmp_path, "3000000", 1_000_000, 200_000)) == 2_200_000
    assert available_memory(machine, container(tmp_path, "max", 1_000_000, 0)) == 4_096_000
    assert available_memory(tmp_path / "none", tmp_path / "none") is None


def test_only_what_surely_does_not_fit_is_refused() -> None:
    check_estimate(150, 100)
    check_estimate(10**15, None)
    with pytest.raises(TrainingError, match="out_of_memory"):
        check_estimate(151, 100)


def test_a_training_beyond_the_memory_is_told_with_its_way_out_before_any_step(
    make_job: Any, told: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "available_memory", lambda: 2**20)
    folder = make_job(batch_size=512)
    assert main(folder) == 1
    [found] = told(folder, "diagnosis")
    assert found["code"] == "out_of_memory"
    assert found["values"]["fix"] == {"batch_size": 256, "grad_accum_steps": 2}
    assert told(folder, "metric") == told(folder, "eval") == []
    words = sentence("out_of_memory", found["values"])
    assert "1 MB are free" in words
    assert "now 512" in words
    job = json.loads((folder / "job.json").read_bytes())
    job["config"] |= {"batch_size": 1, "max_steps": 1}
    (folder / "job.json").write_text(json.dumps(job))
    assert main(folder) == 0, "what fits is trained"


def test_trying_a_batch_changes_nothing(make_job: Any, make_design: Any, open_trainer: Any) -> None:
    losses = []
    for name in ("plain", "tried"):
        trainer = open_trainer(make_job(name=name, design=make_design(dropout=0.2)))
        if name == "tried":
            trainer.try_batch()
        trainer.run()
        losses.append(trainer.train_loss)
    assert losses[0] == losses[1]


def test_a_gpu_tries_a_batch_and_counts_its_memory_from_then_on(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(torch.cuda, "synchronize", lambda device: done.append(f"wait {device}"))
    monkeypatch.setattr(torch.cuda, "reset_peak_memory_stats", lambda device: done.append(f"reset {device}"))
    check_step(torch.device("cuda", 1), lambda: done.append("step"))
    assert done == ["step", "wait cuda:1", "reset cuda:1"]
    check_step(torch.device("cpu"), lambda: done.append("never"))
    assert "never" not in done


def test_matrices_are_multiplied_as_tf32_on_a_gpu_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(torch, "set_float32_matmul_precision", asked.append)
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", False)
    fitting.set_arithmetic(torch.device("cpu"))
    assert asked == []
    fitting.set_arithmetic(torch.device("cuda"))
    assert asked == ["high"]
    assert torch.backends.cudnn.allow_tf32
