from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from common.errors import ProductError
from inference import services
from inference.models import CompletedModel


def test_a_finished_run_becomes_a_model(make_run: Any, ada: Any, job_model_folder: Path) -> None:
    model = services.completed_model_create(run=make_run(ada, title="Foxes"), folder=job_model_folder)
    assert (model.title, model.owner, model.n_parameters) == ("Foxes", ada, 1234)
    assert model.val_loss is None  # it was NaN, which is no JSON
    names = {path.name for path in services.model_folder(model).iterdir()}
    assert {"model.safetensors", "design.json", "tokenizer.json", "report.json"} <= names


def test_a_finished_run_becomes_a_model_once(make_run: Any, ada: Any, job_model_folder: Path) -> None:
    run = make_run(ada)
    first, second = (services.completed_model_create(run=run, folder=job_model_folder) for _ in range(2))
    assert first == second
    assert CompletedModel.objects.count() == 1


def test_it_goes_on_where_it_died_between_files_and_row(
    make_run: Any, ada: Any, job_model_folder: Path
) -> None:
    run = make_run(ada)
    services.completed_model_create(run=run, folder=job_model_folder)
    CompletedModel.objects.all().delete()
    assert services.completed_model_create(run=run, folder=job_model_folder).run == run


def test_lost_files_come_back_from_the_job_folder(make_run: Any, ada: Any, job_model_folder: Path) -> None:
    run = make_run(ada)
    model = services.completed_model_create(run=run, folder=job_model_folder)
    shutil.rmtree(services.model_folder(model))
    services.completed_model_create(run=run, folder=job_model_folder)
    assert (services.model_folder(model) / "model.safetensors").is_file()


def test_the_model_outlives_its_job_folder(make_model: Any, ada: Any, job_model_folder: Path) -> None:
    model = make_model(ada)
    shutil.rmtree(job_model_folder)
    assert (services.model_folder(model) / "model.safetensors").stat().st_size == 700_000


def test_no_half_copied_folder_stays_behind(make_run: Any, ada: Any, tmp_path: Path, settings: Any) -> None:
    with pytest.raises(OSError, match="nothing"):
        services.completed_model_create(run=make_run(ada), folder=tmp_path / "nothing")
    assert list((settings.SLAMDUNK_HOME / "models").iterdir()) == []


def test_deleting_removes_row_and_files(
    make_model: Any, ada: Any, django_capture_on_commit_callbacks: Any
) -> None:
    model = make_model(ada)
    folder = services.model_folder(model)
    with django_capture_on_commit_callbacks(execute=True):
        services.completed_model_delete(model=model)
    assert not folder.exists()
    assert not CompletedModel.objects.exists()


@pytest.mark.parametrize("title", ["", "   ", "\x00\n"])
def test_a_title_must_show(make_model: Any, ada: Any, title: str) -> None:
    with pytest.raises(ProductError, match="visible"):
        services.completed_model_update(user=ada, model=make_model(ada), title=title)
