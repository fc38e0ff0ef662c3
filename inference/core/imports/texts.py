"""JSON files of a folder, read within bounds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from inference.core.imports.errors import ImportRefused

MAX_BYTES: Final = 32 * 2**20  # the index of a large model has a tenth of it


def read_object(path: Path) -> dict[str, Any]:
    """Return the JSON object in a file. Raises ImportRefused("file_unreadable")."""
    if path.stat().st_size > MAX_BYTES:
        raise ImportRefused("file_unreadable", file=path.name)
    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise ImportRefused("file_unreadable", file=path.name) from error
    if not isinstance(document, dict):
        raise ImportRefused("file_unreadable", file=path.name)
    return document
