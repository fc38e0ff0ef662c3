"""An export from beginning to end: written by one process, proven by another, packed. No torch in this one."""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from inference.core.exports import FORMATS
from inference.core.exports.errors import ExportError, Refused
from inference.core.exports.process import Limits, run
from inference.core.exports.proof import Proof, prove
from inference.core.files import WEIGHTS

ROOT: Final = Path(__file__).resolve().parents[3]
SPARE_BYTES: Final = 6 << 30  # for Python, its libraries and the logits of the fixed batch
COPIES: Final = 8  # of the weights in memory while the largest of the formats is written
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Made:
    """A proven export, packed in `file`."""

    file: Path
    proof: Proof


def make(slug: str, model: Path, work: Path, progress: Progress, limits: Limits | None = None) -> Made:
    """Export the model folder `model` within the empty folder `work`. Raises Refused, or ExportError."""
    form = FORMATS[slug]
    limits = limits or limits_of(model)
    folder, reference, log = work / "export", work / "reference", work / "log.txt"
    folder.mkdir()
    reference.mkdir()
    progress(0.05)
    tolerance = _write(slug, [str(path) for path in (model, folder, reference)], limits, work)
    form = replace(form, tolerance=tolerance or form.tolerance)
    progress(0.5)
    proof = prove(form, folder, reference, limits=limits, log=log)
    progress(0.9)
    return Made(packed(folder, work / f"{slug}.zip"), proof)


def limits_of(model: Path) -> Limits:
    """Memory in proportion to the weights."""
    return Limits(n_bytes=SPARE_BYTES + COPIES * (model / WEIGHTS).stat().st_size)


def _write(slug: str, paths: list[str], limits: Limits, work: Path) -> float | None:
    command = [sys.executable, "-m", "inference.core.exports.writing", slug, *paths]
    printed = run(command, step="writing", limits=limits, cwd=work, log=work / "log.txt", path=ROOT)
    try:
        answer = json.loads(printed.strip().splitlines()[-1])
    except (IndexError, ValueError) as error:
        raise ExportError("export_broke", step="writing") from error
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["values"])
    tolerance: float | None = answer.get("tolerance")
    return tolerance


def packed(folder: Path, target: Path) -> Path:
    """Pack a folder; weights do not get smaller, so nothing is compressed. Removes the folder."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(file for file in folder.rglob("*") if file.is_file()):
            archive.write(path, path.relative_to(folder))
    shutil.rmtree(folder)
    return target
