"""Which files of a published folder are read, and which are never touched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Final

from inference.core.imports.errors import ImportRefused

CONFIG: Final = "config.json"
INDEX: Final = "model.safetensors.index.json"
SUFFIX: Final = ".safetensors"
TEXTS: Final = frozenset(
    {
        CONFIG,
        INDEX,
        "generation_config.json",
        "tokenizer.json",
        "tokenizer_config.json",
        "special_tokens_map.json",
        "vocab.json",
        "merges.txt",
    }
)
PICKLES: Final = frozenset({".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib"})
ARCHIVES: Final = (".zip", ".tar", ".tar.gz", ".tgz")
MAX_NAME: Final = 200  # characters
PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def safe_path(name: str) -> PurePosixPath:
    """Return an archive's path in plain parts. Raises ImportRefused("archive_bad_path")."""
    path = PurePosixPath(name.replace("\\", "/"))
    drive = bool(path.parts) and path.parts[0].endswith(":")
    if path.is_absolute() or drive or ".." in path.parts or "\0" in name:
        raise ImportRefused("archive_bad_path", path=name[:MAX_NAME])
    return path


def is_read(name: str) -> bool:
    """Say whether a file of this name is read. Raises ImportRefused("pickle_refused") for a pickle's name."""
    path = PurePosixPath(name)
    if path.suffix.lower() in PICKLES:
        raise ImportRefused("pickle_refused", file=name[:MAX_NAME])
    weights = path.suffix == SUFFIX and len(name) <= MAX_NAME and PLAIN.fullmatch(name) is not None
    return name in TEXTS or weights


def readable(name: str) -> bool:
    """Say whether a file of this name is read, where others may lie beside it and are left where they are."""
    return PurePosixPath(name).suffix.lower() not in PICKLES and is_read(name)


def chooser(names: Iterable[str]) -> Callable[[str], bool]:
    """Return which files of one folder are read. A pickle beside safetensors is left where it is, as in many published
    folders; one in their place is refused."""
    return readable if any(PurePosixPath(name).suffix == SUFFIX for name in names) else is_read


def is_archive(name: str) -> bool:
    return name.lower().endswith(ARCHIVES)
