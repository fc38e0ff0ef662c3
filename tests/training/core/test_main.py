"""`python -m training.core.main JOB`: what it leaves, and how it is asked to stop."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from architectures.core.presets import presets
from inference.core.loading import load_model
from training.core import main as entrance
from training.core.events import EVENTS, read_events
from training.core.main import main

Told = Callable[[Path, str], list[dict[str, Any]]]
FILES = ["config.json", "design.json", "model.safetensors", "report.json", "tokenizer.json"]


def states(told: Told, folder: Path) -> list[str]:
    return [event["state"] for event in told(folder, "state")]


def left_over(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


# a training that ends well


@pytest.mark.parametrize("tied", [True, False])
def test_a_completed_job_leaves_a_model_that_answers_the_same(
    tied: bool, make_job: Any, make_design: Any, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained: list[Any] = []
    write = entrance.write_model
    monkeypatch.setattr(entrance, "write_model", lambda *args: (write(*args), trained.append(args[-1])))
    folder = make_job(design=make_design(tied=tied, dropout=0.1))
    assert main(folder) == 0
    assert states(told, folder) == ["training", "completed"]
    assert sorted(path.name for path in (folder / "model").iterdir()) == FILES
    loaded = load_model(folder / "model", torch.device("cpu"))
    ids = torch.tensor([list(b"The fox ran")])
    with torch.no_grad():
        assert torch.equal(loaded.model(ids), trained[0].eval()(ids))
    assert loaded.tokenizer.decode(loaded.tokenizer.encode("여우")) == "여우"
    assert loaded.context_length == 16
    assert left_over(folder) == []


def test_a_vocabulary_is_rounded_up_by_ids_that_stand_for_no_text(make_job: Any) -> None:
    folder = make_job(pad_vocab=64, max_steps=2)
    assert main(folder) == 0
    loaded = load_model(folder / "model", torch.device("cpu"))
    assert loaded.model.vocab_size == 320
    assert json.loads((folder / "model/report.json").read_bytes())["vocab_size"] == 320
    assert loaded.tokenizer.vocab_size == 257


@pytest.mark.parametrize("slug", ["tiny-gpt", "tiny-hybrid", "tiny-story-writer"])
def test_small_presets_are_trained_and_read_back(slug: str, make_job: Any, told: Told) -> None:
    design = next(preset for preset in presets() if preset.slug == slug).design
    document = design.to_json()
    folder = make_job(design=document, max_steps=2, context_length=16, eval_bytes=512)
    assert main(folder) == 0
    loaded = load_model(folder / "model", torch.device("cpu"))
    assert loaded.context_length == 16
    tied = "tie_to" in document["nodes"]["head"]
    assert ("head.weight" in load_file(folder / "model" / "model.safetensors")) is not tied


def test_the_report_says_what_the_events_say(make_job: Any, told: Told) -> None:
    folder = make_job(max_steps=5, data_seed=3, sample_seed=4)
    main(folder)
    report = json.loads((folder / "model/report.json").read_bytes())
    last = told(folder, "eval")[-1]
    for name in ("val_loss", "perplexity", "bits_per_byte", "accuracy"):
        assert report[name] == last[name]
    assert report["train_loss"] == told(folder, "metric")[-1]["loss"]
    assert report["n_parameters"] == sum(
        tensor.numel() for tensor in load_file(folder / "model/model.safetensors").values()
    )
    expected = {"run": "r1", "steps": 5, "tokens": 160, "vocab_size": 257, "context_length": 16}
    assert {name: report[name] for name in expected} == expected
    assert report["tokenizer_kind"] == "bytes"
    assert len(report["fingerprint"]) == 64
    assert report["seconds"] > 0
    assert report["versions"]["torch"] == torch.__version__
    assert report["versions"]["product"]
    assert report["seeds"] == {"init": 0, "data": 3, "sample": 4}
    job = json.loads((folder / "job.json").read_bytes())
    assert json.loads((folder / "model/design.json").read_bytes()) == job["design"]
    assert json.loads((folder / "model/config.json").read_bytes()) == job["config"]


def test_bf16_leaves_weights_in_fp32(make_job: Any) -> None:
    folder = make_job(precision="bf16")
    assert main(folder) == 0
    weights = load_file(folder / "model/model.safetensors")
    assert {tensor.dtype for tensor in weights.values()} == {torch.float32}


def test_events_are_numbered_from_where_the_site_stands(make_job: Any, told: Told) -> None:
    folder = make_job()
    job = json.loads((folder / "job.json").read_bytes())
    (folder / "job.json").write_text(json.dumps({**job, "next_seq": 41}))
    main(folder)
    numbers = [event["seq"] for event in read_events(folder / EVENTS)]
    assert numbers == list(range(41, 41 + len(numbers)))


def test_a_job_done_before_is_completed_again(make_job: Any, told: Told) -> None:
    folder = make_job()
    main(folder)
    before = load_file(folder / "model/model.safetensors")
    assert main(folder) == 0
    after = load_file(folder / "model/model.safetensors")
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert [event["step"] for event in told(folder, "metric")] == list(range(1, 9))
    assert [event["step"] for event in told(folder, "eval")] == [0, 8]


# a training that is asked to stop


@pytest.mark.parametrize(
    ("word", "state"), [("yield", "interrupted"), ("stop", "stopped"), ("yield\n", "interrupted")]
)
def test_a_stop_file_ends_with_a_checkpoint(word: str, state: str, make_job: Any, told: Told) -> None:
    folder = make_job(max_steps=4)
    main(folder)
    job = json.loads((folder / "job.json").read_bytes())
    job["config"]["max_steps"] = 1_000_000
    (folder / "job.json").write_text(json.dumps(job))
    (folder / "stop").write_text(word)
    assert main(folder) == 0
    assert states(told, folder)[-1] == state
    assert told(folder, "metric")[-1]["step"] == 4


def test_a_stop_file_that_is_being_written_is_read_again(make_job: Any) -> None:
    folder = make_job()
    stop = entrance.Stop(folder)
    assert stop() is None
    (folder / "stop").touch()
    assert stop() is None
    (folder / "stop").write_text("yield")
    assert stop() == "interrupted"


def test_an_empty_stop_file_stops_at_the_second_look(make_job: Any) -> None:
    folder = make_job()
    stop = entrance.Stop(folder)
    (folder / "stop").touch()
    assert [stop(), stop()] == [None, "stopped"]
