"""Two processes under torchrun train what one trains, and take up what any number of processes left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
import torch
from safetensors.torch import load_file

from training.core.main import main
from training.core.ranks import cause
from training.core.spread import own_device

Failed = namedtuple("Failed", ("exitcode", "timestamp"))
ROOT = Path(__file__).parents[3]
EXPERTS = {"type": "MoE", "n_experts": 4, "top_k": 2, "d_expert": 8, "selection_bias": True}
OPTIONS = {"batch_size": 4, "grad_accum_steps": 2, "max_steps": 8, "eval_interval": 4, "optimizer": "muon"}


def launch(*folders: Path, n: int = 2, module: str = "tests.training.core.ranks") -> int:
    """Train job folders under torchrun; return its exit code."""
    command = ["torch.distributed.run", "--standalone", "--nproc-per-node", str(n), "-m", module]
    done = subprocess.run(
        [sys.executable, "-m", *command, *map(str, folders)],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        timeout=240,
    )
    return done.returncode


def told_of(told: Callable[..., Any], folder: Path) -> list[list[float]]:
    metrics = [[e["step"], e["loss"], e["grad_norm"]] for e in told(folder, "metric")]
    return metrics + [[e["step"], e["val_loss"], e["accuracy"]] for e in told(folder, "eval")]


@pytest.fixture
def with_experts(make_design: Any) -> dict[str, Any]:
    design: dict[str, Any] = make_design()
    design["nodes"]["layers"]["count"] = 2
    design["nodes"]["layers"]["nodes"]["ffn"] = EXPERTS
    return design


def test_two_processes_have_the_losses_of_one_and_their_checkpoints_move(
    make_job: Any, with_experts: Any, told: Any
) -> None:
    """One launch for all: replicas and shards, Muon and AdamW, experts, a stop, and going on with two and with one."""
    one = make_job(name="one", design=with_experts, **OPTIONS)
    plain = make_job(name="plain", **{**OPTIONS, "optimizer": "adamw"})
    assert main(one) == main(plain) == 0
    folders = dict[str, Path]()
    for strategy in ("ddp", "fsdp"):
        job = {"design": with_experts, **OPTIONS, "strategy": strategy}
        for name in ("stays", "moves"):
            folders[f"{strategy}-{name}"] = make_job(name=f"{strategy}-{name}", **job)
        folders[f"{strategy}-plain"] = make_job(
            name=f"{strategy}-plain", **{**OPTIONS, "optimizer": "adamw", "strategy": strategy}
        )
    stopped = [folder for name, folder in folders.items() if not name.endswith("plain")]
    for folder in stopped:
        (folder / "stop_at").write_text("3")
    again = [folder for name, folder in folders.items() if name.endswith("stays")]
    assert launch(*folders.values(), *again) == 0
    for name, folder in folders.items():
        states = [event["state"] for event in told(folder, "state")]
        if name.endswith("moves"):
            assert states == ["training", "stopped"]
            assert [e["step"] for e in told(folder, "checkpoint")] == [3]
            assert main(folder) == 0
        single = plain if name.endswith("plain") else one
        ours, theirs = told_of(told, folder), told_of(told, single)
        torch.testing.assert_close(torch.tensor(ours), torch.tensor(theirs), atol=1e-5, rtol=0, msg=name)
        weights, expected = (load_file(f / "model" / "model.safetensors") for f in (folder, single))
        torch.testing.assert_close(weights, expected, atol=1e-4, rtol=1e-3)
        seqs = [json.loads(line)["seq"] for line in (folder / "events.jsonl").read_text().splitlines()]
        assert seqs == list(range(1, len(seqs) + 1)), "one process tells, and once"


@pytest.mark.parametrize(
    ("failures", "code"),
    [
        ([(1, 100), (-9, 100)], -9),  # one was killed, and the other lost it
        ([(-11, 100), (-15, 100), (-9, 130)], -11),  # torchrun ended the others
        ([(28, 100), (-15, 100)], 28),
        ([(-15, 100)], -15),
    ],
)
def test_p08_processes_end_as_the_one_that_failed_first(failures: list[tuple[int, int]], code: int) -> None:
    assert cause([Failed(*failure) for failure in failures]) == code


def test_p11_no_process_outlives_torchrun(make_job: Any, told: Any) -> None:
    folder = make_job(max_steps=1_000_000)
    command = [sys.executable, "-m", "training.core.ranks", "2", "training.core.main", str(folder)]
    torchrun = psutil.Popen(command, cwd=ROOT)
    deadline = time.monotonic() + 60
    while not (folder / "events.jsonl").exists():
        assert time.monotonic() < deadline
        assert torchrun.poll() is None
        time.sleep(0.02)
    ranks = torchrun.children()
    torchrun.kill()
    torchrun.wait()
    assert len(ranks) == 2
    psutil.wait_procs(ranks, timeout=5)
    assert [rank for rank in ranks if is_alive(rank)] == []


def is_alive(process: psutil.Process) -> bool:
    """Where nobody collects orphans, one that has ended stays as a zombie."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_a_batch_that_cannot_be_shared_is_told_by_name(make_job: Any, told: Any) -> None:
    folder = make_job(**{**OPTIONS, "batch_size": 3})
    assert launch(folder, module="training.core.main") != 0
    (found,) = told(folder, "diagnosis")
    assert (found["code"], found["values"]) == ("batch_not_shared", {"batch_size": 3, "n_processes": 2})
    assert [event["state"] for event in told(folder, "state")] == ["training", "failed"]


@pytest.mark.parametrize(
    ("names", "group", "local", "device"),
    [
        ("cpu,cpu", "0", "1", "cpu"),
        ("cuda:4,cuda:5", "0", "1", "cuda:5"),
        ("cuda:4,cuda:5", "1", "1", "cuda:1"),
        ("cuda", "0", "0", "cuda:0"),
        ("cuda:0", "0", "3", "cuda:3"),
    ],
)
def test_each_process_has_a_device(
    names: str, group: str, local: str, device: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert own_device(names) == names.split(",")[0], "alone"
    for name, value in {"WORLD_SIZE": "4", "GROUP_RANK": group, "LOCAL_RANK": local}.items():
        monkeypatch.setenv(name, value)
    assert own_device(names) == device
