"""`python -m training.warm SOCKET`: has imported all that a run needs, and forks its supervisor when asked.

Importing takes seconds, forking a few milliseconds. A process may be forked safely as long as it has one thread, has
run no operation of torch and holds no connection to the database; so this one never does more than import and fork.
The supervisor forks its trainer in turn, before it does anything else (training.launch).
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import logging
import os
import pkgutil
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn

from training.launch import TRAINER, ForkedTrainer, main, trainer_environment
from training.processes import end_with_parent, name_process, remember
from training.warm_client import address, surroundings

logger = logging.getLogger(__name__)
HEARD_WITHIN: Final = 0.5  # seconds in which a caller must have said what it wants
# One thread: OpenBLAS starts its own as soon as it is loaded, though nothing here uses it.
WARM_ENVIRONMENT: Final = {"OPENBLAS_NUM_THREADS": "1"}
SURROUNDINGS: Final = surroundings(os.environ)  # before what is imported adds to it
RESET: Final = (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT)


def import_everything() -> None:
    """Import what a supervisor and a trainer use. Nothing of it computes, connects or starts a thread."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
    import django

    django.setup()
    import torch._dynamo  # noqa: F401

    import training.core.dropout
    import training.core.threads
    import training.core.trainer
    import training.supervisor  # noqa: F401
    from architectures.core import analyse, blocks, build, design, modules  # noqa: F401

    blocks.registry()
    for found in pkgutil.iter_modules(modules.__path__, f"{modules.__name__}."):
        importlib.import_module(found.name)  # blocks load theirs when they are built
    gc.collect()
    gc.freeze()  # a collection in a child would touch, and so copy, every page


def n_threads() -> int:
    """Return how many threads this process has; where the system does not tell, the one that is known of."""
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.is_dir() else 1


def memory_bytes() -> int | None:
    """Return what this process holds, shared pages by their share; None where the system does not tell."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def listen(path: Path) -> socket.socket:
    """Listen where only this user may ask; a socket that a dead process left behind is replaced."""
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        with address(path) as where:
            listener.bind(where)
    finally:
        os.umask(before)
    listener.listen(16)
    return listener


def serve(listener: socket.socket) -> NoReturn:
    """Answer one caller after the other."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for supervisors: none becomes a zombie
    while True:
        caller, _ = listener.accept()
        with caller:
            caller.settimeout(HEARD_WITHIN)
            try:
                answer_one(listener, caller)
            except (OSError, ValueError, KeyError, TypeError):
                logger.warning("A request was not answered", exc_info=True)


def answer_one(listener: socket.socket, caller: socket.socket) -> None:
    def let_go() -> None:
        listener.close()
        caller.close()

    with caller.makefile("rb") as words:
        asked = json.loads(words.readline(65_536))
    caller.sendall(json.dumps(handle(asked, let_go)).encode() + b"\n")


def handle(asked: dict[str, Any], in_child: Callable[[], None]) -> dict[str, Any]:
    """Fork the supervisor that is asked for, and tell its number; or say why not."""
    if differing := sorted({name for name, _ in asked["surroundings"].items() ^ SURROUNDINGS.items()}):
        return {"refused": f"another environment: {', '.join(differing)}"}
    if n_threads() > 1:
        return {"refused": "threads"}
    run, lease, job, log = (str(asked[name]) for name in ("run", "lease", "job", "log"))
    pid = os.fork()
    if pid == 0:
        alone(lambda: supervise(run, lease, Path(job), Path(log), in_child))
    return {"pid": pid}


def alone(work: Callable[[], int]) -> NoReturn:
    """In a child: do the work and end, whatever happens; nothing of the parent goes on in here."""
    code = 1
    try:
        code = work()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 (nothing may go up into the parent's loop)
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def supervise(run: str, lease: str, job: Path, log: Path, first: Callable[[], None]) -> int:
    """Be the supervisor of a run, as `python -m training.launch` is."""
    first()
    become("supervisor", log)
    main(run, lease, job, start=fork_trainer)
    return 0


def fork_trainer(job: Path) -> ForkedTrainer:
    """Start the trainer of a job as a child that has imported everything already, once it is written down."""
    known, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(tell)
        alone(lambda: train(job, known))
    os.close(known)
    with os.fdopen(tell, "wb") as told:
        remember(job / TRAINER, pid)
        told.write(b"!")
    return ForkedTrainer(pid)


def train(job: Path, known: int) -> int:
    """Be the trainer of a job, as `python -m training.core.main` is."""
    import runpy

    become("trainer", job / "log.txt")
    end_with_parent()
    with os.fdopen(known, "rb") as waiting:
        if not waiting.read(1):  # the supervisor died before anybody could have found this process
            return 1
    module = os.environ.get("SLAMDUNK_TRAINER_MODULE", "training.core.main")
    sys.argv = [module, str(job)]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
    return 0


def become(name: str, log: Path) -> None:
    """In a child: a session, a name, signals and an output of its own."""
    os.setsid()
    for number in RESET:
        signal.signal(number, signal.SIG_DFL)
    log.parent.mkdir(parents=True, exist_ok=True)
    output, nothing = (
        os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644),
        os.open(os.devnull, os.O_RDONLY),
    )
    for old, new in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(old, new)
    os.close(output)
    os.close(nothing)
    name_process(name)


def run(path: Path) -> NoReturn:
    import_everything()
    listener = listen(path)
    held = memory_bytes()
    megabytes = f"{held / 2**20:.0f} MB" if held else "unknown"
    logger.info("Ready to start trainings at once; memory held: %s; threads: %d", megabytes, n_threads())
    serve(listener)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m training.warm SOCKET")
    needed = {**trainer_environment(), **WARM_ENVIRONMENT}
    if any(os.environ.get(name) != value for name, value in needed.items()):
        # Libraries read these when they are loaded, so they must stand before the program starts.
        os.execve(sys.executable, [sys.executable, "-m", "training.warm", sys.argv[1]], needed)  # noqa: S606
    run(Path(sys.argv[1]))
