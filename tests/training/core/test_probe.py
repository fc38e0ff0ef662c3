"""A trial measures with the trainer's own steps, and tells what would end a training."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from training.core import probe
from training.core.config import TrainConfig


@pytest.fixture
def make_trial(tmp_path: Path, make_design: Any) -> Any:
    def make(**options: Any) -> Path:
        config = TrainConfig(max_minutes=5, threads=1, batch_size=2, **options).model_dump(mode="json")
        job = {"design": make_design(), "vocab_size": 70, "config": config, "device": "cpu"}
        (tmp_path / "job.json").write_text(json.dumps(job))
        return tmp_path

    return make


def answer(folder: Path) -> Any:
    assert probe.main(folder) == 0
    return json.loads((folder / probe.PROBE).read_text())


def test_every_part_is_measured(
    make_trial: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(probe, "BUDGET", 0.05)
    found = answer(make_trial(precision="bf16", ema_decay=0.9, max_steps=1))
    seconds = {"start_s", "import_s", "step_s", "eval_token_s", "sample_token_s", "checkpoint_s"}
    assert all(found[name] > 0 for name in seconds)
    assert set(found) == seconds | {"checkpoint_bytes", "memory_bytes", "threads"}
    assert found["checkpoint_bytes"] > 12 * 16 * 70  # weights, two moments and an average at least
    assert capsys.readouterr().out.splitlines()[-1] == "1.000"


def test_a_step_of_many_batches_is_worked_out_from_few(
    make_trial: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probe, "BUDGET", 0.05)
    monkeypatch.setattr(probe, "_pass_s", lambda _: 100.0)
    assert 600 < answer(make_trial(grad_accum_steps=8))["step_s"] < 602


def test_memory_that_does_not_suffice_is_an_answer(make_trial: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from training.core import fitting

    monkeypatch.setattr(fitting, "available_memory", lambda: 1000)
    error = answer(make_trial())["error"]
    assert error["code"] == "out_of_memory"
    assert error["values"]["available_bytes"] == 1000
