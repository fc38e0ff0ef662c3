"""A trainer that is forked from a process with everything imported trains as one that is started by itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from training.launch import trainer_environment

pytestmark = pytest.mark.processes
ROOT = Path(__file__).parents[3]
FORK = """
import os, sys
from pathlib import Path
from training import warm
warm.import_everything()
assert warm.n_threads() == 1
child = warm.fork_trainer(Path(sys.argv[1]))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child.pid, 0)[1]))
"""


def test_the_losses_are_the_same_bit_for_bit(make_job: Callable[..., Path]) -> None:
    forked, cold = (make_job(name=name, max_steps=5) for name in ("forked", "cold"))
    environment = {**trainer_environment(), "OPENBLAS_NUM_THREADS": "1"}
    environment.pop("SLAMDUNK_TRAINER_MODULE", None)
    for program in (["-c", FORK, str(forked)], ["-m", "training.core.main", str(cold)]):
        subprocess.run([sys.executable, *program], cwd=ROOT, env=environment, check=True)
    assert losses(forked) == losses(cold)
    assert (forked / "model" / "model.safetensors").read_bytes() == (
        cold / "model" / "model.safetensors"
    ).read_bytes()
    assert (forked / "log.txt").stat().st_size == 0


def losses(job: Path) -> list[Any]:
    events = map(json.loads, (job / "events.jsonl").read_text().splitlines())
    told = [(e["step"], e["loss"], e["grad_norm"]) for e in events if e["type"] == "metric"]
    assert len(told) == 5
    return told
