"""Whether a CPU has instructions for bf16 is read from what the system tells, and a training says where it has not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from training.core import main as core_main
from training.core import native
from training.core.events import EVENTS, read_events
from training.core.main import main

GENOA = "processor : 0\nflags\t\t: fpu avx2 avx512f avx512_bf16\nprocessor : 1\nflags\t: fpu\n"
MILAN = "processor : 0\nflags\t\t: fpu avx2\n"
GRAVITON = "processor : 0\nFeatures\t: fp asimd i8mm bf16\n"


@pytest.mark.parametrize(
    ("told", "own"),
    [(GENOA, True), (MILAN, False), (GRAVITON, True), ("processor : 0\n", None), (None, None)],
)
def test_the_system_tells(
    told: str | None, own: bool | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = tmp_path / "cpuinfo"
    if told is not None:
        facts.write_text(told)
    monkeypatch.setattr(native, "FACTS", facts)
    assert native.computes_bf16() is own


@pytest.mark.parametrize(
    ("own", "precision", "warned"), [(False, "bf16", True), (True, "bf16", False), (False, "fp32", False)]
)
def test_a_slow_training_says_so_once(
    own: bool, precision: str, warned: bool, make_job: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core_main, "computes_bf16", lambda: own)
    folder = make_job(precision=precision, max_steps=2)
    assert main(folder) == 0
    codes = [event.get("code") for event in read_events(folder / EVENTS) if event["type"] == "log"]
    assert codes.count("bf16_slow") == int(warned)
