"""Makes a checkout runnable: environment, front end, translations. Uses the standard library alone.

usage: python3 scripts/bootstrap.py run|dev

Each step leaves a stamp with a digest of what it was made from, so a step that was done is not done again.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from node import machine_npm  # type: ignore[import-not-found]  # beside this program

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMPS = ROOT / ".stamps"
OLDEST_PYTHON = (3, 11)


def digest(paths: Iterable[Path]) -> str:
    """Return one digest of the names and contents of files, or of all files below folders."""
    total = hashlib.sha256(str(ROOT).encode())
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            total.update(str(file.relative_to(ROOT)).encode())
            total.update(file.read_bytes())
    return total.hexdigest()


def once(name: str, made_from: Iterable[Path], words: str, step: Callable[[], None]) -> None:
    """Do a step unless its stamp says that it was done from the same files."""
    stamp, now = STAMPS / name, digest(made_from)
    if stamp.is_file() and stamp.read_text() == now and PYTHON.exists():
        return
    print(f"» {words}", flush=True)
    step()
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(now)


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a command; end with its exit code and its last words if it fails."""
    done = subprocess.run([str(c) for c in command], cwd=cwd, check=False)
    if done.returncode:
        sys.exit(f"✗ failed ({done.returncode}): {' '.join(str(c) for c in command)}")


def install(lock: Path) -> None:
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True, symlinks=sys.platform != "win32")
    # Of what is installed a fifth is ever imported, and compiled then.
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile", "-r", lock)


def build_front_end(python: str | Path) -> None:
    once(
        "node-modules",
        [ROOT / "frontend/package-lock.json"],
        "Installing the front end's packages",
        lambda: run(python, ROOT / "scripts/node.py", "npm", "ci", "--silent"),
    )
    sources = [ROOT / "frontend" / n for n in ("src", "vite.config.ts", "package-lock.json")]
    if not (ROOT / "static/dist/.vite/manifest.json").exists():
        (STAMPS / "front-end").unlink(missing_ok=True)
    once(
        "front-end",
        [*sources, ROOT / "templates"],
        "Building the front end",
        lambda: run(python, ROOT / "scripts/node.py", "npm", "run", "build", "--silent"),
    )


def compile_messages() -> None:
    catalogues = sorted((ROOT / "locale").rglob("*.po"))
    if not all(c.with_suffix(".mo").exists() for c in catalogues):
        (STAMPS / "messages").unlink(missing_ok=True)
    once(
        "messages",
        catalogues,
        "Compiling the translations",
        lambda: run(
            PYTHON, "-m", "babel.messages.frontend", "--quiet", "compile", "-d", "locale", "-D", "django"
        ),
    )


def main(purpose: str) -> None:
    if sys.version_info < OLDEST_PYTHON:
        sys.exit("SLaM Dunk needs Python 3.11 or newer: set PYTHON=python3.11, say.")
    if shutil.disk_usage(ROOT).free < 4 * 2**30:
        print("! Less than 4 GB of disk are free; the installation may not fit.", flush=True)
    name = "dev" if purpose == "dev" else "base"
    # An environment made for development serves for running too.
    locks = [ROOT / "requirements/base.lock"]
    if purpose == "dev":
        locks.append(ROOT / "requirements/dev.lock")
    words = "Installing the Python packages (some minutes the first time)"
    with ThreadPoolExecutor() as hands:
        # The machine's own Node is ready now; one from PyPI has to wait for the environment.
        beside = hands.submit(build_front_end, sys.executable) if machine_npm() else None
        once(f"python-{name}", locks, words, lambda: install(locks[-1]))
        if beside:
            beside.result()
    if purpose == "dev":
        (STAMPS / "python-base").write_text(digest(locks[:1]))
    if beside is None:
        build_front_end(PYTHON)
    compile_messages()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
