"""Run by torchrun: trains job folders one after the other, as `training.core.main` does, loaded once.

Arguments: folders. A folder's file `stop_at` holds the step after which somebody asks to stop, of the last rank alone.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from training.core import main as program
from training.core import objective, parallel, spread


class StopAt:
    """Stands for `main.Stop`."""

    def __init__(self, folder: Path) -> None:
        file = folder / "stop_at"
        last = int(os.environ["RANK"]) == int(os.environ["WORLD_SIZE"]) - 1
        self.left = int(file.read_text()) + 1 if file.exists() and last else -1
        self.left = -1 if any((folder / "checkpoints").glob("step-*")) else self.left  # asked once

    def let_go(self) -> None:
        """Nobody watches these."""

    def __call__(self) -> str | None:
        self.left -= 1
        return "stopped" if self.left == 0 else None


def train(folder: Path) -> None:
    job = json.loads((folder / "job.json").read_bytes())
    objective.MOST_LOGITS = job.get("most_logits", MOST_LOGITS)
    code = program.main(folder)
    if code != job.get("exit_code", 0):
        sys.exit(f"{folder.name} ended with {code}")


MOST_LOGITS = objective.MOST_LOGITS
if __name__ == "__main__":
    program.Stop = StopAt  # type: ignore[assignment,misc]
    parallel.Many.close = lambda _self: None  # type: ignore[method-assign]
    parallel.dist.init_process_group("gloo")
    parallel.dist.init_process_group = lambda *_: None
    for name in sys.argv[1:]:
        train(Path(name))
    parallel.dist.destroy_process_group()
    spread.leave(0)
