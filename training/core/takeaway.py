"""`python -m training.core.takeaway JOBDIR FILE.zip`: a job, and the code that trains it, to run anywhere.

The archive repeats a training from its beginning: the job folder without what came of it, the two core packages, and
what to install. It needs no site, no database and no network.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
JOB = "job"
PIECE = 2**18  # bytes sent at once
NEEDED = ("torch", "numpy", "pydantic", "safetensors", "tokenizers", "tiktoken")
CORES = ("architectures/core", "training/core")
README = """\
Run {run}, to be trained elsewhere

    python -m venv .venv && .venv/bin/pip install -r requirements.txt
    .venv/bin/python -m training.core.main job

Run these in this folder. The training begins at its first step, tells of itself in job/events.jsonl, and leaves its
model in job/model. It can be ended at any time (Ctrl+C, or a kill) and goes on from its last checkpoint when it is
started again. On the same kind of CPU, with the same number of threads ("threads" in job/job.json) and the versions in
requirements.txt, its losses are the same to the last bit. To train on a GPU write "device": "cuda" in job/job.json.
The training and the held-out text lie in job/data, as numbers of tokens.
"""


def archive(job: Path, *, root: Path = ROOT) -> Iterator[bytes]:
    """Yield the zip of a job folder piece by piece. Raises FileNotFoundError if the job lacks something."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as target:  # type: ignore[call-overload]
        for name, content in texts(job).items():
            target.writestr(name, content, zipfile.ZIP_DEFLATED)
        for name, path in code(root).items():
            target.write(path, name, zipfile.ZIP_DEFLATED)
            yield sink.taken()
        for name, path in files(job).items():
            yield from _pieces(target, sink, name, path)
    yield sink.taken()


def texts(job: Path) -> dict[str, str]:
    """Return the documents that are written for the journey, by name in the archive."""
    document = described(json.loads((job / "job.json").read_bytes()))
    return {
        "README.txt": README.format(run=document["run"]),
        "requirements.txt": "".join(f"{line}\n" for line in _installed()),
        f"{JOB}/job.json": json.dumps(document, ensure_ascii=False, indent=1),
    }


def described(job: dict[str, Any]) -> dict[str, Any]:
    """Return the job as it is where nothing has happened yet: every path in its folder, the first of all GPUs."""
    first = {**job, "data": "data", "tokenizer": "tokenizer.json", "attempt": 1, "next_seq": 1}
    first.pop("checkpoint_room", None)  # the owner's quota here
    if job.get("init"):
        first["init"] = {"weights": "init.safetensors"}
    return {**first, "device": "cuda" if str(job["device"]).startswith("cuda") else job["device"]}


def files(job: Path) -> dict[str, Path]:
    """Return what the job is made of, by name in the archive."""
    document = json.loads((job / "job.json").read_bytes())
    data = job / document["data"]
    found = {f"{JOB}/data/{name}": data / name for name in ("meta.json", "train.bin", "val.bin")}
    found[f"{JOB}/tokenizer.json"] = job / document["tokenizer"]
    if document.get("init"):
        found[f"{JOB}/init.safetensors"] = job / document["init"]["weights"]
    return found


def code(root: Path) -> dict[str, Path]:
    """Return the modules of the cores, by name in the archive."""
    modules = [root / package / "__init__.py" for package in ("architectures", "training")]
    for core in CORES:
        modules += sorted((root / core).rglob("*.py"))
    return {path.relative_to(root).as_posix(): path for path in modules}


def _installed() -> Iterator[str]:
    for name in NEEDED:
        try:
            yield f"{name}=={version(name).partition('+')[0]}"
        except PackageNotFoundError:
            yield name


def _pieces(target: zipfile.ZipFile, sink: _Sink, name: str, path: Path) -> Iterator[bytes]:
    with path.open("rb") as source, target.open(name, "w", force_zip64=True) as entry:
        while piece := source.read(PIECE):
            entry.write(piece)
            yield sink.taken()


class _Sink:
    """Takes what the zip writes until it is sent; without a place to go back to."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, piece: bytes) -> int:
        self._held += piece
        return len(piece)

    def flush(self) -> None:
        """Nothing waits."""

    def taken(self) -> bytes:
        """Return what has come since the last time."""
        held, self._held = bytes(self._held), bytearray()
        return held


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m training.core.takeaway JOBDIR FILE.zip")
    with Path(sys.argv[2]).open("wb") as out:
        out.writelines(archive(Path(sys.argv[1])))
