"""The job that exports: what it keeps when all is well, and when it is killed midway."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inference import exporting, services
from inference.core.exports import making
from inference.core.exports.errors import ExportError, Refused
from inference.core.exports.proof import Proof
from inference.models import ExportState, ModelExport
from inference.services import exports
from tests.inference.core.exports.conftest import bpe, design_of, documents, trained
from tests.training.conftest import eventually, migrated, site

__all__ = ["bpe", "design_of", "documents", "eventually", "migrated", "site", "trained"]


@pytest.fixture
def queued(make_model: Any, ada: Any, monkeypatch: pytest.MonkeyPatch) -> ModelExport:
    monkeypatch.setattr(exporting, "BEAT_EVERY", 60.0)  # these tests share one connection
    return services.export_request(model=make_model(ada), format="onnx", user=ada)


@pytest.fixture
def outcome(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """What making comes to: a proof, or an error."""

    def comes_to(end: Any) -> None:
        def make(slug: str, model: Path, work: Path, progress: Any) -> making.Made:
            (work / "log.txt").write_text("said")
            if isinstance(end, Exception):
                raise end
            (work / "onnx.zip").write_bytes(b"zip")
            return making.Made(work / "onnx.zip", end)

        monkeypatch.setattr(making, "make", make)

    return comes_to


def worked(export: ModelExport) -> ModelExport:
    claimed = exports.claim_next()
    assert claimed is not None
    exporting.work(*claimed)
    export.refresh_from_db()
    return export


def left_over(export: ModelExport) -> list[str]:
    return sorted(path.name for path in services.export_file(export).parent.iterdir())


def test_a_proven_export_is_ready(queued: ModelExport, outcome: Any) -> None:
    outcome(Proof("onnxruntime", "1.32.0", 2e-6))
    export = worked(queued)
    assert (export.state, export.proven_by, export.max_difference) == ("ready", "onnxruntime 1.32.0", 2e-6)
    assert left_over(export) == ["onnx.zip"]


def test_one_that_cannot_be_proven_here_is_offered_as_such(queued: ModelExport, outcome: Any) -> None:
    outcome(Proof())
    export = worked(queued)
    assert (export.state, export.proven_by, export.max_difference) == ("ready", "", None)


@pytest.mark.parametrize(
    ("end", "state", "code"),
    [
        (Refused("text_differs", loader="onnxruntime"), "refused", "text_differs"),
        (ExportError("export_died", step="proof", signal="SIGKILL"), "failed", "export_died"),
        (OSError(28, "No space left on device"), "failed", "export_disk"),
        (RuntimeError("nobody thought of this"), "failed", "export_failed"),
    ],
)
def test_whatever_goes_wrong_is_kept_with_its_reason(
    queued: ModelExport, outcome: Any, end: Exception, state: str, code: str
) -> None:
    outcome(end)
    export = worked(queued)
    assert (export.state, export.code) == (state, code)
    assert left_over(export) == []


def test_what_a_killed_job_left_is_swept_away(queued: ModelExport, outcome: Any) -> None:
    aside = services.export_file(queued).parent / ".onnx-dead"
    aside.mkdir(parents=True)
    (aside / "half").write_text("half")
    outcome(Proof("onnxruntime", "1", 0.0))
    assert left_over(worked(queued)) == ["onnx.zip"]


@pytest.fixture
def waiting(request: pytest.FixtureRequest, site: Path) -> ModelExport:
    """On a real site: a model trained for a moment, whose ONNX file has been asked for."""
    from accounts.models import User
    from inference.models import CompletedModel

    design_of, trained = (request.getfixturevalue(name) for name in ("design_of", "trained"))
    document = design_of("tiny-gpt")
    user = User.objects.create_user("ada")
    model = CompletedModel.objects.create(
        owner=user,
        title="Writer",
        design=document,
        fingerprint="f",
        n_parameters=1,
        vocab_size=320,
        context_length=48,
        tokenizer_kind="bpe",
    )
    services.model_folder(model).parent.mkdir(parents=True)
    trained(document, steps=2).rename(services.model_folder(model))
    return services.export_request(model=model, format="onnx", user=user)


def state_of(export: ModelExport) -> str:
    export.refresh_from_db()
    return export.state


@pytest.mark.slow
@pytest.mark.processes
def test_a_job_that_is_killed_midway_is_done_by_the_next(
    waiting: ModelExport, eventually: Any, later: Any
) -> None:
    exports.export_what_may()
    folder = services.export_file(waiting).parent
    eventually(lambda: list(folder.glob(".onnx-*/reference")), within=60)
    os.kill(job(waiting.pk), signal.SIGKILL)
    eventually(lambda: job(waiting.pk, missing_ok=True) is None)
    assert state_of(waiting) == ExportState.WORKING
    exports.release_expired()  # sees the claim
    later(exports.CLAIM_TTL)
    exports.export_what_may()
    eventually(lambda: state_of(waiting) in ("ready", "failed", "refused"), within=120)
    assert (waiting.state, waiting.code, waiting.attempt) == (ExportState.READY, "", 2)
    assert waiting.max_difference is not None
    assert waiting.max_difference < 1e-4
    eventually(lambda: left_over(waiting) == ["onnx.zip"])


def job(pk: str, missing_ok: bool = False) -> Any:
    """Return the number of the process that exports `pk`."""
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"inference.exporting" in words and pk.encode() in words:
            return int(entry.parent.name)
    assert missing_ok, "no job is at work"
    return None
