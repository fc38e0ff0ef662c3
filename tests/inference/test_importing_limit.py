"""An import that hangs does not keep the others waiting."""

from __future__ import annotations

from typing import Any

import pytest

from inference import importing
from inference.services import imports
from inference.words import sentence


def test_a_job_that_takes_too_long_says_so_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    beat = importing.Beat("an-import", "a-claim")
    monkeypatch.setattr(importing, "BEAT_EVERY", 0.01)
    monkeypatch.setattr(importing, "MAX_SECONDS", -1.0)
    monkeypatch.setattr(imports, "import_failed", lambda **values: told.append(values["code"]))
    monkeypatch.setattr(imports, "import_beat", lambda **_: True)
    monkeypatch.setattr(importing.os, "_exit", lambda code: (told.append(code), beat.done.set()))
    beat.start()
    beat.join(10)
    assert told == ["import_too_slow", 1]
    assert "60 minutes" in sentence("import_too_slow", {"minutes": 60})
