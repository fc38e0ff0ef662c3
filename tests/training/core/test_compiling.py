"""A compiled training learns the same as another; where none can be compiled, it trains all the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from training.core import trainer as trainer_module
from training.core.compiling import to_compile


@pytest.mark.slow
def test_a_compiled_training_learns_the_same(
    make_job: Any, make_design: Any, open_trainer: Any, told: Any
) -> None:
    losses, design = {}, make_design()
    design["nodes"]["layers"]["nodes"]["ffn"]["activation"] = "gelu_tanh"  # written otherwise for a compiler
    for asked in ("off", "on"):
        folder = make_job(name=asked, design=design, compile=asked, max_steps=4)
        assert open_trainer(folder).run() == "completed"
        losses[asked] = [event["loss"] for event in told(folder, "metric")]
        assert told(folder, "plan")[0]["compiled"] is (asked == "on")
    assert losses["on"] == pytest.approx(losses["off"], abs=1e-5)


def test_a_machine_that_cannot_compile_trains_all_the_same(
    make_job: Any, open_trainer: Any, told: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_model: Any) -> Any:
        def forward(_ids: Any) -> Any:
            raise RuntimeError("No working C++ compiler found")

        return forward

    plain = make_job(name="plain")
    open_trainer(plain).run()
    monkeypatch.setattr(trainer_module, "Compiled", broken)
    folder = make_job(compile="on")
    assert open_trainer(folder).run() == "completed"
    begins, log = told(folder, "log")
    assert begins["code"] == "compile_begins"
    assert (log["code"], log["level"]) == ("compile_failed", "warning")
    assert "C++ compiler" in log["values"]["reason"]
    assert [e["loss"] for e in told(folder, "metric")] == [e["loss"] for e in told(plain, "metric")]


@pytest.mark.parametrize(
    ("asked", "decided", "device", "compiled"),
    [
        ("auto", None, "cpu", False),
        ("auto", None, "cuda:0", True),
        ("auto", {"compiled": True}, "cpu", True),
        ("auto", {"compiled": False}, "cuda:0", False),
        ("on", {"compiled": False}, "cpu", True),
        ("off", None, "cuda:0", False),
    ],
)
def test_the_option_decides_then_whoever_made_the_job_then_the_device(
    tmp_path: Any, asked: str, decided: Any, device: str, compiled: bool
) -> None:
    job = {"config": {"compile": asked}, "device": device, **({"compile": decided} if decided else {})}
    assert to_compile(tmp_path, job) is compiled


def test_a_later_attempt_does_as_the_first_did(tmp_path: Any) -> None:
    job = {"config": {"compile": "on"}, "device": "cpu"}
    (tmp_path / "events.jsonl").write_text(json.dumps({"seq": 1, "type": "plan", "compiled": False}) + "\n")
    assert to_compile(tmp_path, job) is False
