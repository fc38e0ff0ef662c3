from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Quota
from common.errors import ProductError, QuotaError
from inference import services
from inference.models import ExportState, ModelExport
from inference.services import exports
from training.services.corpora import disk_used

Launched = list[list[str]]


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> Launched:
    """The jobs that would have been started, [id, claim] each."""
    seen: Launched = []
    monkeypatch.setattr(exports, "launch_detached", lambda command, *_, **__: seen.append(command[-2:]))
    return seen


@pytest.fixture
def tickets(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    monkeypatch.setattr(exports, "async_task", lambda task, cluster: seen.append(f"{cluster}: {task}"))
    return seen


@pytest.fixture
def ask(make_model: Any, ada: Any, tickets: list[str]) -> Callable[..., ModelExport]:
    model = make_model(ada)

    def request(format: str = "onnx", user: Any = ada) -> ModelExport:
        return services.export_request(model=model, format=format, user=user)

    return request


def ready(export: ModelExport, claim: str, tmp_path: Path, **proof: Any) -> bool:
    file = tmp_path / "made.zip"
    file.write_bytes(b"zip" * 100)
    proof = {"proven_by": "onnxruntime 1", "max_difference": 2e-6, **proof}
    return exports.export_ready(pk=export.pk, claim=claim, file=file, **proof)


def test_asking_sends_a_ticket_after_the_commit(
    ask: Any, tickets: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert ask().state == ExportState.QUEUED
    assert tickets == ["short: inference.tasks.exports"]


def test_asking_again_makes_nothing_twice(ask: Any, launched: Launched) -> None:
    first = ask()
    assert exports.export_what_may() == 1
    assert (ask().pk, ask().state) == (first.pk, ExportState.WORKING)
    assert exports.export_what_may() == 0
    assert len(launched) == 1


def test_one_job_at_a_time_and_the_oldest_first(ask: Any, launched: Launched) -> None:
    first, second = ask("onnx"), ask("gguf")
    exports.export_what_may()
    assert [pk for pk, _ in launched] == [first.pk]
    assert exports.claim_next() is not None  # the job itself goes on with it
    second.refresh_from_db()
    assert second.state == ExportState.WORKING


def test_a_proven_export_is_kept_with_its_proof(
    ask: Any, launched: Launched, tmp_path: Path, ada: Any
) -> None:
    export = ask()
    exports.export_what_may()
    before = disk_used(ada)
    assert ready(export, launched[0][1], tmp_path)
    export.refresh_from_db()
    assert (export.state, export.n_bytes, export.max_difference) == (ExportState.READY, 300, 2e-6)
    assert services.export_file(export).read_bytes() == b"zip" * 100
    assert disk_used(ada) == before + 300
    assert ask().pk == export.pk
    assert exports.export_what_may() == 0


def test_a_job_that_lost_its_claim_keeps_nothing(ask: Any, launched: Launched, tmp_path: Path) -> None:
    export = ask()
    exports.export_what_may()
    assert not ready(export, "another claim", tmp_path)
    assert not services.export_file(export).exists()


def test_what_a_dead_job_had_claimed_is_claimed_again_three_times(
    ask: Any, launched: Launched, later: Any
) -> None:
    export = ask()
    for _ in range(exports.MOST_ATTEMPTS + 1):
        exports.export_what_may()
        exports.release_expired()  # sees the claim
        later(exports.CLAIM_TTL)
    exports.export_what_may()
    export.refresh_from_db()
    assert len(launched) == exports.MOST_ATTEMPTS
    assert (export.state, export.code) == (ExportState.FAILED, "export_job_died")
    assert ask().state == ExportState.QUEUED  # a person may still try again


def test_a_refused_export_is_never_offered(ask: Any, launched: Launched, tmp_path: Path) -> None:
    export = ask()
    exports.export_what_may()
    ready(export, launched[0][1], tmp_path)
    ModelExport.objects.update(state=ExportState.WORKING, claimed_by="second")
    values = {"loader": "torch", "difference": 0.5, "tolerance": 1e-4}
    state = ExportState.REFUSED
    exports.export_ended(
        pk=export.pk, claim="second", state=state, code="difference_too_large", values=values
    )
    export.refresh_from_db()
    assert (export.state, export.code, export.n_bytes) == (state, "difference_too_large", 0)
    assert not services.export_file(export).exists()


def test_a_lost_file_is_made_again(ask: Any, launched: Launched, tmp_path: Path) -> None:
    export = ask()
    exports.export_what_may()
    ready(export, launched[0][1], tmp_path)
    services.export_file(export).unlink()
    assert ask().state == ExportState.QUEUED


def test_a_format_that_is_none_is_refused(ask: Any) -> None:
    with pytest.raises(ProductError, match="pickle"):
        ask("pickle")


def test_an_export_must_fit_into_the_owners_quota(ask: Any, ada: Any, ben: Any) -> None:
    Quota.objects.create(user=ada, max_disk_bytes=1)
    with pytest.raises(QuotaError, match="Your files"):
        ask()
    with pytest.raises(QuotaError, match="owner"):
        ask(user=ben)
    assert not ModelExport.objects.exists()


def test_exports_go_with_their_model(
    ask: Any, launched: Launched, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    export = ask()
    exports.export_what_may()
    ready(export, launched[0][1], tmp_path)
    file = services.export_file(export)
    with django_capture_on_commit_callbacks(execute=True):
        services.completed_model_delete(model=export.model)
    assert not file.exists()
    assert not exports.export_beat(pk=export.pk, claim=launched[0][1], progress=0.5)
