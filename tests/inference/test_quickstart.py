"""The quick start up to the trainer, and what it makes of a trainer's events. The whole of it is slow."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from inference import quickstart
from inference.management.commands.quickstart import row

ADD_UP = """
import json, pathlib, sys
job = pathlib.Path(sys.argv[1])
lines = [{"seq": 1, "type": "metric", "loss": 3.0}, {"seq": 2, "type": "eval", "val_loss": 2.0}]
(job / "events.jsonl").write_text("".join(json.dumps(line) + "\\n" for line in lines))
if MODEL:
    (job / "model").mkdir()
    (job / "model" / "model.safetensors").touch()
else:
    sys.exit("out of luck")
"""


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> quickstart.Plan:
    monkeypatch.setattr(quickstart, "design_of", {"tiny-story-writer": {"format": 1}}.get)
    return quickstart.Plan(tmp_path, corpus_bytes=60_000, vocab_size=300)


def trainer(monkeypatch: pytest.MonkeyPatch, *, model: bool) -> None:
    monkeypatch.setattr(quickstart, "TRAINER", (sys.executable, "-c", ADD_UP.replace("MODEL", str(model))))


def test_a_job_folder_is_complete_in_itself(plan: quickstart.Plan) -> None:
    quickstart.prepare(plan, print)
    job = json.loads((plan.job / "job.json").read_text())
    assert (job["format"], job["design"], job["vocab_size"]) == (1, {"format": 1}, 300)
    assert job["config"]["max_minutes"] == 1.0
    for name in ("data/train.bin", "data/val.bin", "data/meta.json", "tokenizer.json"):
        assert (plan.job / name).is_file(), name


def test_preparing_again_starts_a_fresh_job(plan: quickstart.Plan) -> None:
    quickstart.prepare(plan, print)
    (plan.job / "events.jsonl").write_text("old")
    quickstart.prepare(plan, print)
    assert not (plan.job / "events.jsonl").exists()


def test_events_are_passed_on_as_the_trainer_writes_them(
    plan: quickstart.Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan.job.mkdir()
    trainer(monkeypatch, model=True)
    assert [event["type"] for event in quickstart.train(plan)] == ["metric", "eval"]


def test_a_trainer_without_a_model_is_an_error_with_its_last_words(
    plan: quickstart.Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan.job.mkdir()
    trainer(monkeypatch, model=False)
    with pytest.raises(quickstart.QuickstartError, match="out of luck"):
        list(quickstart.train(plan))


def test_the_table_has_a_line_for_each_evaluation() -> None:
    metric: dict[str, Any] = {"tokens": 12_345, "loss": 1.5, "tokens_per_s": 999.6}
    line = row({"step": 100, "val_loss": 1.25}, metric, 6.04)
    assert line.split() == ["100", "12,345", "1.500", "1.250", "1,000", "6.0"]
    assert row({"step": 0, "val_loss": None}, {}, 0.0).split() == ["0", "0", "–", "–", "0", "0.0"]


def test_no_time_at_all_is_refused() -> None:
    with pytest.raises(CommandError, match="minutes"):
        call_command("quickstart", "--minutes", "0")
