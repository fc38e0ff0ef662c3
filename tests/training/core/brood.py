"""`python -m tests.training.core.brood FOLDER...`: trains all of them at once, each in a process forked from this one.

As the site starts its trainings: what they need is imported once. What a process prints goes to `printed` in its folder,
its exit code to `ended`.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
import traceback
from pathlib import Path

PRINTED, ENDED = "printed", "ended"


def import_all() -> None:
    """Import what a trainer uses. Nothing of it computes or starts a thread."""
    import training.core.dropout
    import training.core.main
    import training.core.threads
    import training.core.trainer  # noqa: F401
    from architectures.core import blocks, modules

    blocks.registry()
    for found in pkgutil.iter_modules(modules.__path__, f"{modules.__name__}."):
        importlib.import_module(found.name)


def train(folder: Path) -> int:
    """Fork; return the process that trains."""
    if pid := os.fork():
        return pid
    code = 1
    try:
        out = os.open(folder / PRINTED, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(out, 1)
        os.dup2(out, 2)
        from training.core.main import main

        code = main(folder)
    except BaseException:  # noqa: BLE001 (nothing of the parent may go on in a child)
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    import_all()
    folders = [Path(name) for name in sys.argv[1:]]
    pids = {train(folder): folder for folder in folders}
    while pids:
        pid, status = os.wait()
        (pids.pop(pid) / ENDED).write_text(str(os.waitstatus_to_exitcode(status)))
