"""`python -m tests.browser.server`: has imported the site; forks a web process when told `serve FILE`, ends it at `stop`.

Importing all of it takes seconds of a core, and each file of browser tests has a site of its own. What the web process
says goes into the file.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from pathlib import Path

from training.processes import end_with_parent
from training.warm import alone, import_everything, n_threads

ARGUMENTS = ["-b", "127.0.0.1", "-p", "0", "slamdunk_site.asgi:application"]


def import_site() -> None:
    """Import what answers requests; nothing of it computes, connects or starts a thread."""
    import_everything()
    from django.conf import settings
    from django.urls import get_resolver

    for name in ("validate", "presets"):
        importlib.import_module(f"architectures.core.{name}")
    for name in settings.MIDDLEWARE:
        importlib.import_module(name.rpartition(".")[0])
    _ = get_resolver().url_patterns


def serve(file: Path) -> int:
    """Be the web process, as `python -m daphne` is."""
    end_with_parent()
    words, nothing = os.open(file, os.O_WRONLY), os.open(os.devnull, os.O_RDWR)
    for old, new in ((nothing, 0), (nothing, 1), (words, 2)):
        os.dup2(old, new)
    from daphne.cli import CommandLineInterface

    CommandLineInterface().run(ARGUMENTS)
    return 0


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 (what a program says)


def end(child: int) -> None:
    os.kill(child, signal.SIGTERM)
    os.waitpid(child, 0)


def main() -> None:
    import_site()
    say(f"ready {n_threads()}")
    child = 0
    for line in sys.stdin:
        word, _, file = line.strip().partition(" ")
        if child:
            end(child)
        child = os.fork() if word == "serve" else 0
        if word == "serve" and child == 0:
            alone(lambda path=file: serve(Path(path)))  # type: ignore[misc]
        say(str(child))


if __name__ == "__main__":
    main()
