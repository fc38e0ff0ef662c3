"""Files that are either whole or not there: written aside, flushed to the disk, then renamed."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any, Final

NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path` so that a reader never sees half of it, whatever ends this process."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def write_json(path: Path, value: Any) -> None:
    """Put a JSON document at `path`, readable by people."""
    write_whole(path, json.dumps(value, ensure_ascii=False, indent=1).encode())


def sync_file(path: Path) -> None:
    """Flush a file that somebody else has written."""
    with path.open("rb") as written:
        os.fsync(written.fileno())


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries: a rename survives a power cut only then."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
