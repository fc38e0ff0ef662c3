"""Asking for a model to be put into MLflow's registry; that it gets there is tested with MLflow itself."""

from __future__ import annotations

from typing import Any

import pytest

from inference.models import ExportState, ModelExport, Registration
from inference.services import registrations

MODELS = "/api/v1/models/"


@pytest.fixture(autouse=True)
def with_mlflow(settings: Any) -> None:
    settings.MLFLOW_TRACKING_URI = "http://127.0.0.1:9/mlflow"


def register(api: Any, model: Any, name: str = "") -> Any:
    return api.post(f"{MODELS}{model.pk}/register/", {"name": name})


def test_a_model_is_exported_first_and_then_sent_once(
    make_model: Any, ada: Any, ada_api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    launched: list[Any] = []
    monkeypatch.setattr(registrations, "launch_detached", lambda *a, **_k: launched.append(a))
    model = make_model(ada, title="Märchen & more/1")
    answer = register(ada_api, model)
    assert (answer.status_code, answer.json()["name"]) == (202, "ada-Märchen-more-1")
    assert not registrations.register_what_may()  # nothing is proven yet

    ModelExport.objects.filter(model=model, format="mlflow").update(state=ExportState.READY)
    assert registrations.register_what_may()
    registrations.registered(registration=Registration.objects.get(), version="3")
    assert not registrations.register_what_may()
    assert register(ada_api, model, "another-name").json() == {
        "name": "ada-Märchen-more-1", "version": "3", "detail": "", "mlflow_url": None
    }  # fmt: skip
    assert len(launched) == 1


def test_a_model_that_mlflow_does_not_take_says_why_and_may_be_sent_again(
    make_model: Any, ada: Any, ada_api: Any
) -> None:
    model = make_model(ada)
    register(ada_api, model)
    registrations.registration_refused(registration=Registration.objects.get(), reason="no room")
    assert "no room" in ada_api.get(f"{MODELS}{model.pk}/").json()["registration"]["detail"]
    assert register(ada_api, model).json()["detail"] == ""


def test_a_name_belongs_to_one_person(
    make_model: Any, ada: Any, ben: Any, ada_api: Any, ben_api: Any
) -> None:
    register(ada_api, make_model(ada), "tales")
    refused = register(ben_api, make_model(ben), "tales")
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (409, "name")


def test_only_who_may_change_a_model_registers_it(make_model: Any, ada: Any, ben_api: Any) -> None:
    assert register(ben_api, make_model(ada)).status_code == 404
    assert register(ben_api, make_model(ada, visibility="public")).status_code == 403


def test_without_mlflow_there_is_no_registry(make_model: Any, ada: Any, ada_api: Any, settings: Any) -> None:
    settings.MLFLOW_TRACKING_URI = ""
    assert register(ada_api, make_model(ada)).status_code == 409
