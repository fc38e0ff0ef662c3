"""Training goes on from a completed model: with its weights, its design and its tokenizer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inference import importing, services
from inference.models import CompletedModel
from tests.inference.core.imports import published
from tests.training.conftest import eventually, make_corpus, migrated, site
from training.core.corpus import write_corpus
from training.models import Run, RunEvent, Tokenizer
from training.paths import corpus_folder, job_folder
from training.services.jobs import INIT, job_write

__all__ = ["eventually", "migrated", "site"]
DESIGN = "tiny-gpt"
OPTIONS = {"max_steps": 12, "batch_size": 4, "context_length": 32, "eval_interval": 6, "threads": 1}


def shared_corpus() -> Any:
    """A corpus on the disk that everybody may see."""
    corpus = make_corpus(title="Stories")
    corpus_folder(corpus).mkdir(parents=True)
    write_corpus(
        {"generator": "stories-en", "seed": 0, "bytes": 60_000}, corpus_folder(corpus), lambda _: None
    )
    return corpus


def prepare_everything() -> None:
    from training import prepare
    from training.services.preparation import claim_next

    while claimed := claim_next():
        prepare.work(*claimed)


def train(run: Run, eventually: Callable[..., Any]) -> Run:
    from training.services.starting import start_what_may

    prepare_everything()
    assert start_what_may() == [run.pk]
    eventually(lambda: Run.objects.get(pk=run.pk).state in ("completed", "failed"), within=90)
    run.refresh_from_db()
    assert run.state == "completed", run.error
    return run


def design() -> dict[str, Any]:
    from inference.quickstart import design_of

    return design_of(DESIGN)


@pytest.mark.processes
@pytest.mark.slow
def test_it_begins_at_the_loss_where_the_model_ended(site: Path, eventually: Any, api_of: Any) -> None:
    from accounts.models import User
    from training.services import run_create

    user, corpus = User.objects.create_user("ada"), shared_corpus()
    first = run_create(
        user=user, corpus=corpus, design=design(), tokenizer_options={"kind": "bytes"}, config=OPTIONS
    )
    model = CompletedModel.objects.get(run=train(first, eventually))
    api, body = api_of(user), {"corpus": corpus.pk, "config": OPTIONS, "title": "Further"}
    answer = api.post(f"/api/v1/models/{model.pk}/train/", body, format="json")
    assert answer.status_code == 201
    assert answer.json()["start"] == {"model": model.pk, "title": model.title}
    assert answer.json()["tokenizer"] == first.tokenizer_id
    services.completed_model_delete(model=model)  # the job folder is complete in itself
    second = train(Run.objects.get(pk=answer.json()["id"]), eventually)
    begun = RunEvent.objects.filter(run=second, type="eval").earliest("seq")
    assert (begun.step, begun.payload["val_loss"]) == (0, pytest.approx(model.val_loss, abs=1e-4))
    again = CompletedModel.objects.get(run=second)
    assert again.fingerprint == model.fingerprint
    assert again.val_loss is not None
    assert again.val_loss < begun.payload["val_loss"]


@pytest.fixture
def brought(ada: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CompletedModel:
    """An imported model of Ada's."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from inference.services.imports import claim_next

    monkeypatch.setattr(importing, "BEAT_EVERY", 60.0)
    folder = published.save(tmp_path / "tiny", published.llama())
    files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in folder.iterdir()]
    services.import_create_upload(user=ada, files=files, title="Tiny Llama")
    claimed = claim_next()
    assert claimed is not None
    importing.work(*claimed)
    return CompletedModel.objects.get()


def further(api: Any, model: CompletedModel, **more: Any) -> Any:
    body = {"corpus": make_corpus().pk, "config": {"max_steps": 5}, **more}
    return api.post(f"/api/v1/models/{model.pk}/train/", body, format="json")


def test_an_imported_model_trains_with_its_own_tokenizer(ada_api: Any, brought: CompletedModel) -> None:
    answer = further(ada_api, brought)
    assert answer.status_code == 201
    run = Run.objects.get(pk=answer.json()["id"])
    assert run.tokenizer is not None
    assert (run.tokenizer.kind, run.tokenizer.vocab_size, run.tokenizer.state) == (
        "huggingface",
        400,
        "ready",
    )
    assert (run.fingerprint, run.title) == (brought.fingerprint, "Tiny Llama")
    assert further(ada_api, brought).json()["tokenizer"] == run.tokenizer_id
    assert Tokenizer.objects.count() == 1


def test_the_weights_lie_in_the_runs_folder(ada_api: Any, brought: CompletedModel) -> None:
    weights = (services.model_folder(brought) / "model.safetensors").read_bytes()
    run = Run.objects.get(pk=further(ada_api, brought).json()["id"])
    services.completed_model_delete(model=brought)
    assert (job_folder(run) / INIT).read_bytes() == weights


def test_the_job_names_them(ada_api: Any, brought: CompletedModel) -> None:
    from training.paths import tokens_folder

    run = Run.objects.get(pk=further(ada_api, brought).json()["id"])
    assert run.token_file is not None
    run.token_file.digest = "d" * 64
    tokens_folder(run.token_file).mkdir(parents=True)
    for name in ("train.bin", "val.bin", "meta.json"):
        (tokens_folder(run.token_file) / name).touch()
    job = json.loads((job_write(run=run) / "job.json").read_text())
    assert job["init"] == {"weights": INIT}
    assert (job_folder(run) / job["init"]["weights"]).is_file()


def test_another_design_is_refused(ada_api: Any, brought: CompletedModel) -> None:
    body = {"corpus": make_corpus().pk, "start": brought.pk, "design": design(), "config": {}}
    refused = ada_api.post("/api/v1/runs/", body, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "fingerprint_differs")
    assert not Run.objects.exists()


def test_another_tokenizer_is_refused(ada: Any, ada_api: Any, brought: CompletedModel) -> None:
    other = Tokenizer.objects.create(
        owner=ada, title="Bytes", kind="bytes", state="ready", vocab_size=257, digest="b" * 64
    )
    body = {"corpus": make_corpus().pk, "start": brought.pk, "tokenizer": other.pk, "config": {}}
    refused = ada_api.post("/api/v1/runs/", body, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "tokenizer_differs")
    assert not Run.objects.exists()


def test_weights_that_are_gone_are_named(ada_api: Any, brought: CompletedModel) -> None:
    (services.model_folder(brought) / "model.safetensors").unlink()
    refused = further(ada_api, brought)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "model_files_missing")


def test_p27_one_goes_on_only_from_what_one_may_see(ben_api: Any, brought: CompletedModel) -> None:
    assert further(ben_api, brought).status_code == 404
    body = {"corpus": make_corpus().pk, "start": brought.pk, "config": {}}
    assert ben_api.post("/api/v1/runs/", body, format="json").status_code == 404
    assert ben_api.post("/api/v1/runs/estimate/", {"start": brought.pk}, format="json").status_code == 404
    CompletedModel.objects.update(visibility="public")
    made = further(ben_api, brought)
    assert made.status_code == 201
    assert Tokenizer.objects.get(pk=made.json()["tokenizer"]).owner is not None


def test_the_quota_of_parameters_holds(ada: Any, ada_api: Any, brought: CompletedModel) -> None:
    from accounts.models import Quota

    Quota.objects.create(user=ada, max_parameters=100)
    refused = further(ada_api, brought)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (403, "too_many_parameters")


def test_what_it_costs_is_told_before(ada_api: Any, brought: CompletedModel) -> None:
    told = ada_api.post("/api/v1/runs/estimate/", {"start": brought.pk}, format="json")
    assert told.status_code == 200
    assert told.json()["n_parameters"] == brought.n_parameters


def test_the_page_of_a_new_run_says_from_where(
    page_of: Any, ada: Any, ben: Any, brought: CompletedModel
) -> None:
    page = page_of(ada).get(f"/runs/new/?model={brought.pk}")
    assert page.context["data"]["start"]["title"] == "Tiny Llama"
    assert page_of(ben).get(f"/runs/new/?model={brought.pk}").status_code == 404
