"""Job folders of tiny models, and trainings of them in this process."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from training.core.events import EVENTS, EventLog, read_events
from training.core.main import assemble
from training.core.tokenizer import ByteTokenizer
from training.core.trainer import Trainer

TEXT = "The fox ran up the hill. The fox sat on the hill. "
QUICK = {
    "optimizer": "adamw",
    "batch_size": 2,
    "max_steps": 8,
    "warmup_steps": 2,
    "lr": 0.01,
    "eval_interval": 1000,
    "eval_bytes": 512,
    "sample_interval": 1000,
    "sample_tokens": 4,
    "checkpoint_interval": 1000,
    "threads": 1,
}


def tiny_design(*, dropout: float = 0.0, tied: bool = True, context_length: int = 16) -> dict[str, Any]:
    """One attention layer of 16 channels."""
    norm = {"type": "Norm", "kind": "rms"}
    layer = {
        "norm1": norm,
        "attn": {"type": "Attention", "n_heads": 2, "dropout": dropout},
        "drop": {"type": "Dropout", "p": dropout},
        "add1": {"type": "Add"},
        "norm2": norm,
        "ffn": {"type": "FeedForward", "d_ff": 32},
        "add2": {"type": "Add"},
    }
    edges = [
        "in -> add1",
        "in -> norm1 -> attn -> drop -> add1",
        "add1 -> add2",
        "add1 -> norm2 -> ffn -> add2 -> out",
    ]
    head = {"type": "LMHead", "tie_to": "tok"} if tied else {"type": "LMHead"}
    return {
        "format": 1,
        "vars": {"d_model": 16, "context_length": context_length},
        "nodes": {
            "tok": {"type": "TokenEmbedding", "d_model": "$d_model"},
            "pos": {"type": "LearnedPositionalEmbedding", "max_positions": "$context_length"},
            "layers": {"type": "Repeat", "count": 1, "nodes": layer, "edges": edges},
            "norm": norm,
            "head": head,
        },
        "edges": ["in -> tok -> pos -> layers -> norm -> head -> out"],
    }


@pytest.fixture
def make_design() -> Callable[..., dict[str, Any]]:
    """A factory: `make_design(dropout=0.1, tied=False)`."""
    return tiny_design


def write_tokens(folder: Path, text: str) -> None:
    ids = np.array(ByteTokenizer().encode(text), "<u2")
    n_val = max(len(ids) // 5, 2)
    folder.mkdir()
    ids[:-n_val].tofile(folder / "train.bin")
    ids[-n_val:].tofile(folder / "val.bin")
    meta = {"dtype": "uint16", "vocab_size": 257, "n_train_tokens": len(ids) - n_val, "n_val_tokens": n_val}
    (folder / "meta.json").write_text(
        json.dumps({**meta, "n_val_bytes": n_val, "eot_id": 256, "digest": "d"})
    )


@pytest.fixture
def make_job(tmp_path: Path) -> Callable[..., Path]:
    """A factory of job folders: `make_job(max_steps=20)`; `name`, `design` and `text` are not options."""

    def make(*, name: str = "job", design: Any = None, text: str = TEXT * 20, **config: Any) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        write_tokens(folder / "data", text)
        ByteTokenizer().save(folder / "tokenizer.json")
        job = {
            "format": 1,
            "run": "r1",
            "design": design or tiny_design(),
            "vocab_size": 257,
            "data": "data",
            "tokenizer": "tokenizer.json",
            "config": {**QUICK, **config},
            "attempt": 1,
            "next_seq": 1,
            "device": "cpu",
        }
        (folder / "job.json").write_text(json.dumps(job))
        return folder

    return make


@pytest.fixture
def open_trainer() -> Iterator[Callable[..., Trainer]]:
    """A factory: `open_trainer(folder, stop_at=4)` is asked to stop once it has made that many steps.

    The one before it in the same folder tells no more, as its process would be gone.
    """
    opened: dict[Path, EventLog] = {}

    def make(folder: Path, stop_at: int | None = None) -> Trainer:
        job = json.loads((folder / "job.json").read_bytes())
        if folder in opened:
            opened[folder].close()
        opened[folder] = EventLog(folder / EVENTS, job["next_seq"])
        parts, _ = assemble(folder, job)
        trainer = Trainer(parts, opened[folder], lambda: "stopped" if trainer.step == stop_at else None)
        return trainer

    yield make
    for log in opened.values():
        log.close()


@pytest.fixture
def told() -> Callable[..., list[dict[str, Any]]]:
    """What stands in a job's events, as the site reads them: a resume goes back on what is later."""

    def read(folder: Path, kind: str) -> list[dict[str, Any]]:
        standing: list[dict[str, Any]] = []
        for event in read_events(folder / EVENTS):
            if event["type"] == "resume":
                standing = [e for e in standing if e.get("step", 0) <= event["step"]]
            standing.append(event)
        return [event for event in standing if event["type"] == kind]

    return read


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """`main` takes SIGTERM and the number of threads for itself."""
    handler, threads = signal.getsignal(signal.SIGTERM), torch.get_num_threads()
    yield
    signal.signal(signal.SIGTERM, handler)
    torch.set_num_threads(threads)
