from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
SUPERVISOR = """
import subprocess
from training.orphans import end_orphans
from training.processes import adopt_orphans

adopt_orphans()
torchrun = ["sh", "-c", "setsid sleep 600 >/dev/null & echo $!"]
print(subprocess.run(torchrun, stdout=subprocess.PIPE, text=True).stdout, flush=True)
end_orphans()
"""


@pytest.mark.processes
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process adopt orphans")
def test_p11_what_torchrun_leaves_behind_in_sessions_of_its_own_is_ended() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SUPERVISOR], cwd=ROOT, capture_output=True, text=True, check=True, timeout=240
    )
    assert not psutil.pid_exists(int(done.stdout))
