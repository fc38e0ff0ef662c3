"""`python -m training.core.main JOB`: how it ends, what it leaves, and that it may be killed anywhere."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from architectures.core.presets import presets
from inference.core.loading import load_model
from training.core import main as entrance
from training.core.errors import CorpusError, TrainingError
from training.core.events import EVENTS, read_events
from training.core.main import diagnosis, main
from training.words import sentence

Told = Callable[[Path, str], list[dict[str, Any]]]
FILES = ["config.json", "design.json", "model.safetensors", "report.json", "tokenizer.json"]
ROOT = Path(__file__).parents[3]
LONG = {"max_steps": 1_000_000, "checkpoint_interval": 5}


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


@pytest.mark.parametrize("slug", ["tiny-gpt", "tiny-hybrid", "tiny-story-writer"])
def test_small_presets_are_trained_and_read_back(slug: str, make_job: Any, told: Told) -> None:
    design = next(preset for preset in presets() if preset.slug == slug).design
    document = design.to_json()
    folder = make_job(design=document, max_steps=2, context_length=16, eval_batches=1)
    assert main(folder) == 0
    loaded = load_model(folder / "model", torch.device("cpu"))
    assert loaded.context_length == 16
    tied = "tie_to" in document["nodes"]["head"]
    assert ("head.weight" in load_file(folder / "model" / "model.safetensors")) is not tied


def test_the_report_says_what_the_events_say(make_job: Any, told: Told) -> None:
    folder = make_job(max_steps=5)
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


# real processes


class Process:
    """A trainer in a process of its own."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "training.core.main", str(folder)]
        self.folder = folder
        self.log = (folder / "log").open("ab")
        self.child = subprocess.Popen(command, cwd=ROOT, stdout=self.log, stderr=self.log)

    def wait(self) -> int:
        return self.child.wait(60)

    def until(self, seen: Callable[[], Any]) -> None:
        deadline = time.monotonic() + 60
        while not seen():
            assert self.child.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < deadline, "this did not come true"
            time.sleep(0.01)

    def told(self, kind: str) -> list[dict[str, Any]]:
        path = self.folder / EVENTS
        return [e for e in read_events(path) if e["type"] == kind] if path.exists() else []


@pytest.fixture
def start() -> Iterator[Callable[[Path], Process]]:
    """A factory of trainers; those that are left at the end are killed."""
    started: list[Process] = []

    def make(folder: Path) -> Process:
        started.append(Process(folder))
        return started[-1]

    yield make
    for process in started:
        process.child.kill()
        process.child.wait()
        process.log.close()


def shorten(folder: Path, max_steps: int) -> None:
    job = json.loads((folder / "job.json").read_bytes())
    job["config"]["max_steps"] = max_steps
    (folder / "job.json").write_text(json.dumps(job))


@pytest.mark.processes
def test_a_killed_trainer_goes_on_without_gap_or_double(make_job: Any, start: Any, told: Told) -> None:
    folder = make_job(**LONG, schedule="constant")
    first = start(folder)
    first.until(lambda: len(first.told("checkpoint")) >= 2)
    os.kill(first.child.pid, signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL
    reached = first.told("metric")[-1]["step"]
    shorten(folder, reached + 6)
    second = start(folder)
    assert second.wait() == 0, (folder / "log").read_text()
    assert states(told, folder)[-1] == "completed"
    assert [event["step"] for event in told(folder, "metric")] == list(range(1, reached + 7))
    [resume] = second.told("resume")
    assert 0 < resume["step"] <= reached
    numbers = [event["seq"] for event in read_events(folder / EVENTS)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert sorted(path.name for path in (folder / "model").iterdir()) == FILES


@pytest.mark.processes
def test_sigterm_stops_with_a_checkpoint_of_the_very_step(make_job: Any, start: Any, told: Told) -> None:
    folder = make_job(**{**LONG, "checkpoint_interval": 1_000_000})
    process = start(folder)
    process.until(lambda: len(process.told("metric")) >= 3)
    process.child.terminate()
    assert process.wait() == 0, (folder / "log").read_text()
    assert states(told, folder) == ["training", "stopped"]
    [kept] = told(folder, "checkpoint")
    assert kept["step"] == told(folder, "metric")[-1]["step"]
    assert not (folder / "model").exists()


@pytest.mark.processes
def test_a_yield_file_interrupts_a_trainer_at_work(make_job: Any, start: Any, told: Told) -> None:
    folder = make_job(**LONG)
    process = start(folder)
    process.until(lambda: process.told("metric"))
    (folder / "stop").write_text("yield")
    assert process.wait() == 0, (folder / "log").read_text()
    assert states(told, folder) == ["training", "interrupted"]
    assert told(folder, "checkpoint")[-1]["step"] == told(folder, "metric")[-1]["step"]


@pytest.mark.processes
def test_the_exit_code_of_a_failure_is_one(make_job: Any, start: Any, told: Told) -> None:
    folder = make_job(max_steps=60, lr=1e9)
    assert start(folder).wait() == 1
    assert states(told, folder) == ["training", "failed"]
    assert not (folder / "model").exists()


# a training that fails


def failed(told: Told, folder: Path) -> dict[str, Any]:
    """Return the diagnosis of a job that must have failed and left no model."""
    assert states(told, folder)[-1] == "failed"
    assert not (folder / "model").exists()
    assert left_over(folder) == []
    [found] = told(folder, "diagnosis")
    words = sentence(found["code"], {"step": found["step"], **found["values"]})
    assert "?" not in words
    assert found["code"] not in words
    assert str(folder) not in json.dumps(found)
    return found


@pytest.mark.parametrize("rates", [{"lr": 1e9}, {"lr": 1e9, "muon_lr": 1e9, "optimizer": "muon"}])
def test_a_training_that_breaks_is_diagnosed_and_leaves_no_model(
    rates: dict[str, Any], make_job: Any, told: Told
) -> None:
    folder = make_job(max_steps=60, **rates)
    assert main(folder) == 1
    found = failed(told, folder)
    assert found["code"] in ("loss_not_finite", "diverged")
    assert found["step"] >= 1


def harm(folder: Path, name: str, content: bytes | None) -> None:
    path = folder / "data" / name
    path.unlink() if content is None else path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("meta.json", None),
        ("meta.json", b"{"),
        ("meta.json", b"{}"),
        ("meta.json", b"[1]"),
        ("meta.json", b'{"dtype": "peach"}'),
        ("train.bin", None),
        ("train.bin", b""),
        ("train.bin", b"odd"),
        ("val.bin", None),
    ],
)
def test_data_that_cannot_be_read_is_diagnosed(
    name: str, content: bytes | None, make_job: Any, told: Told
) -> None:
    folder = make_job()
    harm(folder, name, content)
    assert main(folder) == 1
    assert failed(told, folder)["code"] == "data_unreadable"


def test_a_text_shorter_than_its_context_is_diagnosed(make_job: Any, told: Told) -> None:
    folder = make_job(text="Too short to learn")
    assert main(folder) == 1
    found = failed(told, folder)
    assert (found["code"], found["values"]) == (
        "corpus_shorter_than_context",
        {"n_tokens": 15, "context_length": 16},
    )


def test_a_missing_tokenizer_is_diagnosed(make_job: Any, told: Told) -> None:
    folder = make_job()
    (folder / "tokenizer.json").unlink()
    assert main(folder) == 1
    assert failed(told, folder)["code"] == "tokenizer_unreadable"


def test_a_disk_too_full_for_the_model_is_diagnosed(
    make_job: Any, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    folder = make_job()
    monkeypatch.setattr(entrance, "write_json", full)
    with pytest.raises(OSError, match="No space left"):
        main(folder)
    assert failed(told, folder)["code"] == "disk_full"
    monkeypatch.undo()
    assert main(folder) == 0
    assert states(told, folder)[-1] == "completed", "with room again, nothing is lost"


def test_an_error_nobody_thought_of_is_told_with_its_reason(
    make_job: Any, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("of apples by people")

    folder = make_job()
    monkeypatch.setattr(entrance, "assemble", broken)
    with pytest.raises(ZeroDivisionError):
        main(folder)
    found = failed(told, folder)
    assert (found["code"], found["values"]) == (
        "trainer_error",
        {"reason": "ZeroDivisionError: of apples by people"},
    )


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CorpusError("corpus_empty", file="a.txt"), "corpus_empty"),
        (TrainingError("diverged", step=3, loss=1.0), "diverged"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk_full"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "disk_full"),
        (RuntimeError("I/O error: No space left on device (os error 28)"), "disk_full"),
        (MemoryError(), "out_of_memory"),
        (RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB"), "out_of_memory"),
        (
            RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"),
            "out_of_memory",
        ),
        (PermissionError(errno.EACCES, "Permission denied", "/somewhere/private"), "trainer_error"),
    ],
)
def test_every_error_has_a_code_with_words(error: Exception, code: str) -> None:
    found, values = diagnosis(error)
    assert found == code
    assert "/somewhere" not in str(values)
    assert code not in sentence(code, values)
