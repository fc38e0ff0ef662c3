"""The trainer as a process of its own: it may be killed anywhere, and signals end it in good order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from training.core.events import EVENTS, read_events
from training.core.main import main

Told = Callable[[Path, str], list[dict[str, Any]]]
FILES = ["config.json", "design.json", "model.safetensors", "report.json", "tokenizer.json"]
ROOT = Path(__file__).parents[3]
LONG = {"max_steps": 1_000_000, "checkpoint_interval": 5}
EXACT = ("step", "tokens", "loss", "aux_loss", "expert_load", "lr", "grad_norm")  # of a metric, but for time
MIXTURE = {
    "type": "MoE", "n_experts": 4, "top_k": 2, "d_expert": 8,
    "selection_bias": True, "bias_update_rate": 0.01, "score": "sigmoid",
}  # fmt: skip


def states(told: Told, folder: Path) -> list[str]:
    return [event["state"] for event in told(folder, "state")]


class Process:
    """A trainer in a process of its own."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "training.core.main", str(folder)]
        self.folder = folder
        self.log = (folder / "log").open("ab")
        self.child = subprocess.Popen(command, cwd=ROOT, stdout=self.log, stderr=self.log)

    def wait(self) -> int:
        return self.child.wait(60)

    def until(self, seen: Callable[[], Any]) -> None:
        deadline = time.monotonic() + 60
        while not seen():
            assert self.child.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < deadline, "this did not come true"
            time.sleep(0.01)

    def told(self, kind: str) -> list[dict[str, Any]]:
        path = self.folder / EVENTS
        return [e for e in read_events(path) if e["type"] == kind] if path.exists() else []


@pytest.fixture
def start() -> Iterator[Callable[[Path], Process]]:
    """A factory of trainers; those that are left at the end are killed."""
    started: list[Process] = []

    def make(folder: Path) -> Process:
        started.append(Process(folder))
        return started[-1]

    yield make
    for process in started:
        process.child.kill()
        process.child.wait()
        process.log.close()


def shorten(folder: Path, max_steps: int) -> None:
    job = json.loads((folder / "job.json").read_bytes())
    job["config"]["max_steps"] = max_steps
    (folder / "job.json").write_text(json.dumps(job))


@pytest.mark.processes
def test_p13_a_killed_trainer_goes_on_bit_for_bit_without_gap_or_double(
    make_job: Any, make_design: Any, start: Any, told: Told
) -> None:
    """With all that a training may remember: Muon's momentum, averaged weights, the bias of a router, dropout."""
    design = make_design(dropout=0.1)
    design["nodes"]["layers"]["nodes"]["ffn"] = MIXTURE
    options = {**LONG, "schedule": "constant", "optimizer": "muon", "ema_decay": 0.9, "design": design}
    folder = make_job(**options)
    first = start(folder)
    first.until(lambda: len(first.told("checkpoint")) >= 2)
    os.kill(first.child.pid, signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL
    reached = first.told("metric")[-1]["step"]
    shorten(folder, reached + 6)
    second = start(folder)
    assert second.wait() == 0, (folder / "log").read_text()
    assert states(told, folder)[-1] == "completed"
    assert [event["step"] for event in told(folder, "metric")] == list(range(1, reached + 7))
    [resume] = second.told("resume")
    assert 0 < resume["step"] <= reached
    numbers = [event["seq"] for event in read_events(folder / EVENTS)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert sorted(path.name for path in (folder / "model").iterdir()) == FILES
    whole = make_job(name="whole", **{**options, "max_steps": reached + 6})
    assert main(whole) == 0
    assert [[e[n] for n in EXACT] for e in told(folder, "metric")] == [
        [e[n] for n in EXACT] for e in told(whole, "metric")
    ]
    ours, theirs = (load_file(job / "model/model.safetensors") for job in (folder, whole))
    assert ours.keys() == theirs.keys()
    assert all(torch.equal(ours[name], theirs[name]) for name in theirs)


@pytest.mark.processes
def test_sigterm_stops_with_a_checkpoint_of_the_very_step(make_job: Any, start: Any, told: Told) -> None:
    folder = make_job(**{**LONG, "checkpoint_interval": 1_000_000})
    process = start(folder)
    process.until(lambda: len(process.told("metric")) >= 3)
    process.child.terminate()
    assert process.wait() == 0, (folder / "log").read_text()
    assert states(told, folder) == ["training", "stopped"]
    [kept] = told(folder, "checkpoint")
    assert kept["step"] == told(folder, "metric")[-1]["step"]
    assert not (folder / "model").exists()


@pytest.mark.processes
def test_a_yield_file_interrupts_a_trainer_at_work(make_job: Any, start: Any, told: Told) -> None:
    folder = make_job(**LONG)
    process = start(folder)
    process.until(lambda: process.told("metric"))
    (folder / "stop").write_text("yield")
    assert process.wait() == 0, (folder / "log").read_text()
    assert states(told, folder) == ["training", "interrupted"]
    assert told(folder, "checkpoint")[-1]["step"] == told(folder, "metric")[-1]["step"]


@pytest.mark.processes
def test_the_exit_code_of_a_failure_is_one(make_job: Any, start: Any, told: Told) -> None:
    folder = make_job(max_steps=60, lr=1e9)
    assert start(folder).wait() == 1
    assert states(told, folder) == ["training", "failed"]
    assert not (folder / "model").exists()
