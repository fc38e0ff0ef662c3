"""Everything that may go wrong does: afterwards all is told as it is, nothing is lost, doubled or left running."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SEED = "SLAMDUNK_CHAOS_SEED"  # environment variable; without it the faults are others each time

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(480)]


@pytest.mark.parametrize(
    "setting",
    [
        pytest.param([], id="sqlite"),
        pytest.param(["--school"], id="postgresql", marks=[pytest.mark.postgres, pytest.mark.redis]),
    ],
)
def test_50_faults_against_20_runs(setting: list[str], tmp_path: Path) -> None:
    seed = os.environ.get(SEED) or str(random.SystemRandom().randrange(10_000))
    command = [sys.executable, "-m", "tests.system.chaos", str(tmp_path), "--seed", seed, *setting]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=460)
    again = f"The same faults in the same order: {SEED}={seed}\n"
    assert done.returncode == 0, again + done.stdout[-6000:] + done.stderr[-6000:]
