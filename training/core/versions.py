"""With what a model was made: the programs that took part, and which state of the product."""

from __future__ import annotations

import os
import platform
import subprocess
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PARTS = ("torch", "numpy", "safetensors", "tokenizers", "tiktoken")
PRODUCT = "SLAMDUNK_RELEASE"  # in the environment of an image, where no history lies beside the code
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 10.0  # seconds for git


def versions() -> dict[str, str]:
    """Return the versions of Python, of the packages a training uses, and of the product, where it is known."""
    found = {"python": platform.python_version()}
    for name in PARTS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # not every tokenizer needs each of them
            continue
    product = os.environ.get(PRODUCT) or described(ROOT) or packaged(ROOT)
    return {**found, "product": product} if product else found


def described(root: Path) -> str | None:
    """Return what git calls the state of the product, as `v1.2-3-gabcdef0-dirty`; None where it has no history."""
    if not (root / ".git").exists():  # a copy may lie in somebody else's history
        return None
    command = ["git", "-C", str(root), "describe", "--always", "--dirty", "--tags", "--abbrev=12"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return told.stdout.strip() or None


def packaged(root: Path) -> str | None:
    """Return the version that the package names, None where it came along without its description."""
    try:
        found = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    except (OSError, ValueError, KeyError):
        return None
    return found if isinstance(found, str) else None
