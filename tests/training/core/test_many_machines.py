"""Two machines, each with a torchrun of its own and one process, train what one process trains."""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from training.core.events import EVENTS, read_events
from training.core.main import main

pytestmark = pytest.mark.processes
ROOT = Path(__file__).parents[3]
OPTIONS = {"batch_size": 4, "max_steps": 6, "eval_interval": 3, "checkpoint_interval": 3}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command_of_the_docs(port: int) -> list[str]:
    """The line that is told to people, for two machines of one process each that meet on this one."""
    (line,) = re.findall(r"^ *torchrun (.*)$", (ROOT / "docs/many-devices.md").read_text(), re.MULTILINE)
    told = {"nnodes N": "nnodes 2", "node K": "node 1", "FIRST_MACHINE:29500": f"localhost:{port}"}
    for word, meant in told.items():
        assert line.count(word) == 1
        line = line.replace(word, meant)
    return [sys.executable, "-m", "torch.distributed.run", *shlex.split(line)]


def told_of(folder: Path) -> list[list[float]]:
    events = [event for event in read_events(folder / EVENTS) if event["type"] in ("metric", "eval")]
    return [[e["step"], e.get("loss", 0.0), e.get("grad_norm", 0.0), e.get("val_loss", 0.0)] for e in events]


def test_two_machines_have_the_losses_of_one_process(make_job: Any, tmp_path: Path) -> None:
    alone, shared = make_job(name="alone", **OPTIONS), make_job(**OPTIONS)
    command = command_of_the_docs(free_port())
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    machines = [subprocess.Popen(command, cwd=tmp_path, env=environment) for _ in range(2)]
    try:
        assert main(alone) == 0
        assert [machine.wait(240) for machine in machines] == [0, 0]
    finally:
        for machine in machines:
            machine.kill()
    numbers = [event["seq"] for event in read_events(shared / EVENTS)]
    assert numbers == list(range(1, len(numbers) + 1)), "one process tells, and once"
    ours, theirs = torch.tensor(told_of(shared)), torch.tensor(told_of(alone))
    torch.testing.assert_close(ours, theirs, atol=1e-5, rtol=0)
    assert (shared / "model/report.json").is_file()
