"""Every published design at class size trains for half a minute as a person starts it, and nothing warns."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from architectures.core.presets.catalogue import presets
from tests.training.core.brood import ENDED, PRINTED
from tests.training.core.conftest import TEXT
from training.core.config import TrainConfig

ROOT = Path(__file__).parents[3]
SMALL = {
    "batch_size": 4,
    "context_length": 128,
    "eval_bytes": 512,
    "threads": 1,
}  # steps, of which there are more
HALF_A_MINUTE = {**TrainConfig(max_minutes=0.5).model_dump(), **SMALL}
WARNING = ("warning", "error")  # levels of a log

Told = Callable[[Path, str], list[dict[str, Any]]]


def train(folders: list[Path]) -> str:
    """Train all at once: their half minutes are of the clock. Return what was printed, Python's warnings among it."""
    command = [sys.executable, "-W", "always", "-m", "tests.training.core.brood", *map(str, folders)]
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300
    )
    return done.stdout


def complaints(told: Told, folder: Path) -> list[Any]:
    """Return what was not as it should be."""
    code, printed = ((folder / name).read_text() for name in (ENDED, PRINTED))
    found: list[Any] = [code, printed] if code != "0" or printed else []
    found += [event for event in told(folder, "log") if event["level"] in WARNING]
    found += told(folder, "diagnosis")
    losses = [event["val_loss"] for event in told(folder, "eval")]
    if not losses or losses[-1] is None or losses[-1] >= losses[0]:
        found.append({"val_loss": losses})
    return found


@pytest.mark.timeout(600)
@pytest.mark.slow
@pytest.mark.processes
def test_every_class_preset_trains_without_a_warning(make_job: Any, told: Told) -> None:
    designs = {preset.slug: preset.make() for preset in presets("class")}
    folders = [
        make_job(name=slug, design=design, text=TEXT * 8000, **HALF_A_MINUTE)
        for slug, design in designs.items()
    ]
    assert train(folders) == ""
    found = {folder.name: complaints(told, folder) for folder in folders}
    assert {slug: what for slug, what in found.items() if what} == {}
