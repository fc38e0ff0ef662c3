"""Small things to generate with: a model that recites, and a stand-in for the generation process."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from inference.models import CompletedModel
    from training.models import Run

FAKE_WORKER = Path(__file__).parent / "fake_worker.py"
REPORT = {
    "n_parameters": 1234,
    "train_loss": 1.5,
    "val_loss": float("nan"),
    "perplexity": 4.9,
    "bits_per_byte": 0.9,
    "steps": 10,
    "tokens": 1000,
    "seconds": 3.0,
    "versions": {},
    "fingerprint": "f" * 64,
    "vocab_size": 257,
    "context_length": 32,
    "tokenizer_kind": "bytes",
}
DESIGN = {
    "format": 1,
    "vars": {"d_model": 16},
    "nodes": {
        "tok": {"type": "TokenEmbedding"},
        "layers": {"type": "Repeat", "count": 3, "nodes": {"ffn": {"type": "FeedForward"}}},
    },
    "edges": [],
}


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The site's pool, with a stand-in process that answers at once and knows a few orders."""
    from inference.pool import Pool
    from inference.pool.process import WorkerProcess
    from inference.services import generation

    made = Pool(1, make_worker=lambda: WorkerProcess([sys.executable, str(FAKE_WORKER)]))
    monkeypatch.setattr(generation, "get_pool", lambda: made)
    yield made
    made.close()


@pytest.fixture
def job_model_folder(tmp_path: Path) -> Path:
    """What a trainer leaves in JOBDIR/model."""
    folder = tmp_path / "job" / "model"
    folder.mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(b"weights" * 100_000)
    (folder / "design.json").write_text(json.dumps(DESIGN))
    (folder / "tokenizer.json").write_text("{}")
    (folder / "config.json").write_text("{}")
    (folder / "report.json").write_text(json.dumps(REPORT))
    return folder


@pytest.fixture
def make_run(db: None) -> Callable[..., Run]:
    from training.models import Run

    def make(owner: Any, **fields: Any) -> Run:
        return Run.objects.create(
            **{"owner": owner, "title": "Stories", "design": DESIGN, "fingerprint": "f" * 64, **fields}
        )

    return make


@pytest.fixture
def make_model(make_run: Callable[..., Run], job_model_folder: Path) -> Callable[..., CompletedModel]:
    """A factory: `make_model(ada, title="Stories", visibility="public")`."""
    from inference import services

    def make(owner: Any, **fields: Any) -> CompletedModel:
        model = services.completed_model_create(run=make_run(owner, **fields), folder=job_model_folder)
        return model

    return make
