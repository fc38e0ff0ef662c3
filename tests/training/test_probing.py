"""The process around a trial: it passes the progress on, and ends a trial that takes too long."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from training import probing
from training.core.errors import TrainingError
from training.models import Measurement
from training.prepare import Beat

pytestmark = pytest.mark.processes


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    (tmp_path / "job.json").write_text(json.dumps({"design": {}, "device": "cpu", "config": {}}))
    return tmp_path


def test_a_trial_that_takes_too_long_is_ended(trial: Path) -> None:
    with pytest.raises(TrainingError) as found:
        probing.tried(trial, Beat("probe", "1", "c"), longest=0.05)
    assert found.value.code == "probe_too_long"


def test_what_a_trial_tells_is_kept(ada: Any, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    told = {"step_s": 0.5}

    def tried(folder: Path, beat: Beat) -> dict[str, float]:
        assert json.loads((folder / "job.json").read_text()) == {"design": {}, "device": "cpu"}
        return told

    monkeypatch.setattr(probing, "tried", tried)
    row = Measurement.objects.create(key="k", host="h", device="cpu", job={"design": {}})
    kept = probing.make_probe(row.pk, Beat("probe", row.pk, "c"))
    assert (kept["figures"], kept["source"], kept["beside"]) == (told, "probe", 0)
    assert not list((settings.SLAMDUNK_HOME / probing.TEMPORARY).iterdir())
