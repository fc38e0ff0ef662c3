"""`python -m inference.core.exports.writing FORMAT MODEL FOLDER REFERENCE`: writes an export, and what it must compute.

The answer is one line of JSON: {}, {"tolerance": …} where the format needs a larger one, or
{"refused": code, "values": {…}}.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from architectures.core.startup import collect_seldom
from inference.core.errors import GenerationError
from inference.core.exports import FORMATS
from inference.core.exports.errors import ExportError


def write(slug: str, model: Path, folder: Path, reference: Path) -> dict[str, Any]:
    """Write `folder` and `reference`; return the answer."""
    import torch

    from inference.core.exports.reference import reference as computed
    from inference.core.exports.source import read_source

    torch.set_num_threads(1)
    try:
        source = read_source(model)
        computed(source.loaded).save(reference)
        module = import_module(f"inference.core.exports.{FORMATS[slug].slug}")
        tolerance = module.write(source, folder)
    except (ExportError, GenerationError) as error:
        return {"refused": error.code, "values": error.values}
    return {} if tolerance is None else {"tolerance": tolerance}


if __name__ == "__main__":
    collect_seldom()
    slug, *paths = sys.argv[1:]
    answer = write(slug, *map(Path, paths))
    print("\n" + json.dumps(answer))  # noqa: T201 (libraries print too: the answer is the last line)
