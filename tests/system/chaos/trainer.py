"""The trainer of a run: the true one where its job folder has a file `true`, else one without torch."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    true = (Path(sys.argv[1]) / "true").exists()
    module = "training.core.main" if true else "tests.training.fake_trainer"
    runpy.run_module(module, run_name="__main__", alter_sys=True)
