"""A training that fails says why: one diagnosis with words, and no half a model."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from training.core import main as entrance
from training.core.errors import CorpusError, TrainingError
from training.core.main import diagnosis, main
from training.words import sentence

Told = Callable[[Path, str], list[dict[str, Any]]]


def states(told: Told, folder: Path) -> list[str]:
    return [event["state"] for event in told(folder, "state")]


def left_over(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


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
    found, values = diagnosis(error, {"device": "cpu", "config": {"max_steps": 1}, "design": {}})
    assert found == code
    assert "/somewhere" not in str(values)
    assert code not in sentence(code, values)
