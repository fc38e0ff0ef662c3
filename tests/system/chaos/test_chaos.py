"""Everything that may go wrong does: afterwards all is told as it is, nothing is lost, doubled or left running."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SEED = os.environ.get("SLAMDUNK_CHAOS_SEED", "1")

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(480)]


@pytest.mark.parametrize(
    "setting",
    [
        pytest.param([], id="sqlite"),
        pytest.param(["--school"], id="postgresql", marks=[pytest.mark.postgres, pytest.mark.redis]),
    ],
)
def test_50_faults_against_20_runs(setting: list[str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.system.chaos", str(tmp_path), "--seed", SEED, *setting]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=460)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-6000:]
