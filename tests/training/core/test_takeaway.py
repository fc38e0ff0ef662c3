"""A job that is taken away trains elsewhere, with the core alone, as it would have here."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from training.core.events import EVENTS, read_events
from training.core.main import main
from training.core.takeaway import archive, described, files

STRANGER = """
import runpy, sys
for name in ("django", "rest_framework", "common", "accounts", "inference", "slamdunk_site"):
    sys.modules[name] = None
import training
assert training.__file__.startswith(sys.argv[1]), training.__file__
sys.argv = ["main", "job"]
runpy.run_module("training.core.main", run_name="__main__")
"""


def told(folder: Path) -> list[Any]:
    """What a training told of its losses and its texts."""
    kept = {"metric": ("step", "loss", "grad_norm"), "eval": ("step", "val_loss"), "sample": ("step", "text")}
    events = [event for event in read_events(folder / EVENTS) if event["type"] in kept]
    return [[event[name] for name in kept[event["type"]]] for event in events]


@pytest.mark.processes
def test_p13_a_job_trains_elsewhere_with_the_core_alone_bit_for_bit(make_job: Any, tmp_path: Path) -> None:
    here, there = make_job(optimizer="muon", sample_interval=4), tmp_path / "another machine"
    assert main(here) == 0
    with zipfile.ZipFile(io.BytesIO(b"".join(archive(here)))) as taken:
        assert taken.testzip() is None
        taken.extractall(there)
    for file in (here / "data").iterdir():
        file.unlink()  # what was taken is whole in itself
    command = [sys.executable, "-c", STRANGER, str(there)]
    ended = subprocess.run(command, cwd=there, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    assert told(there / "job") == told(here)
    ours, theirs = (folder / "model/model.safetensors" for folder in (there / "job", here))
    assert ours.read_bytes() == theirs.read_bytes()


def test_a_job_leaves_everything_of_this_machine_behind(make_job: Any, tmp_path: Path) -> None:
    folder = make_job()
    job = json.loads((folder / "job.json").read_bytes())
    outside = tmp_path / "model.safetensors"
    outside.write_bytes(b"weights")
    job |= {"init": {"weights": str(outside)}, "device": "cuda:3", "attempt": 4, "next_seq": 900}
    (folder / "job.json").write_text(json.dumps(job))
    gone = described(job)
    assert str(tmp_path) not in json.dumps(gone)
    assert (gone["device"], gone["attempt"], gone["next_seq"]) == ("cuda", 1, 1)
    assert gone["config"] == job["config"]
    assert files(folder)["job/init.safetensors"] == outside
    with zipfile.ZipFile(io.BytesIO(b"".join(archive(folder)))) as taken:
        assert taken.read(f"job/{gone['init']['weights']}") == b"weights"
        assert "torch==" in taken.read("requirements.txt").decode()
