"""The trainer; where the job folder has a file `short`, its process may take little more memory than it has by then."""

from __future__ import annotations

import resource
import runpy
import sys
from pathlib import Path

import training.core.trainer  # noqa: F401 (with torch: what is loaded is no memory of the training)

ROOM = 600 * 2**20  # bytes

if __name__ == "__main__":
    if (Path(sys.argv[1]) / "short").exists():
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + ROOM, taken + ROOM))
    runpy.run_module("training.core.main", run_name="__main__", alter_sys=True)
