"""The pages of completed models."""

from typing import Any

from django.test import Client

from accounts.models import User
from inference.models import CompletedModel, Registration
from inference.views import structure_rows
from training.models import Run

DESIGN = {
    "nodes": {"layers": {"type": "Repeat", "count": 2, "nodes": {"n": {"type": "Norm", "kind": "rms"}}}}
}


def make_model(owner: User, **fields: Any) -> CompletedModel:
    sizes = {"n_parameters": 1_060_000, "vocab_size": 1024, "context_length": 128, "tokenizer_kind": "bpe"}
    return CompletedModel.objects.create(
        owner=owner, title="Writer", design=DESIGN, fingerprint="f", **sizes, **fields
    )


def test_a_models_page_shows_its_losses_with_units(ada_page: Client, ada: User) -> None:
    model = make_model(ada, val_loss=1.4204, report={"seconds": 88})
    page = ada_page.get(f"/models/{model.pk}/").content.decode()
    assert "1.420 <small>nats per token</small>" in page
    assert "1:28" in page


def test_a_run_leads_to_its_model(ada_page: Client, ada: User) -> None:
    run = Run.objects.create(owner=ada, title="Tale", design={}, fingerprint="f")
    model = make_model(ada, run=run)
    assert ada_page.get("/models/", {"run": run.pk})["Location"] == f"/models/{model.pk}/"


def test_a_run_without_a_model_leads_to_the_list(ada_page: Client) -> None:
    assert ada_page.get("/models/", {"run": "none"}).status_code == 200


def test_p27_the_model_of_another_is_not_there(ada_page: Client, ben: User) -> None:
    assert ada_page.get(f"/models/{make_model(ben).pk}/").status_code == 404


def test_only_the_owner_is_offered_to_delete(ada_page: Client, ben: User) -> None:
    shared = make_model(ben, visibility="public")
    assert "data-delete" not in ada_page.get(f"/models/{shared.pk}/").content.decode()


def test_what_is_in_a_repeat_is_shown_below_it() -> None:
    rows = list(structure_rows(DESIGN["nodes"]))
    assert [(row["type"], row["depth"]) for row in rows] == [("Repeat × 2", 0), ("Norm", 1)]
    assert rows[1]["facts"] == "kind rms"


def test_a_model_shows_under_which_name_mlflow_has_it(ada_page: Client, ada: User, settings: Any) -> None:
    model = make_model(ada)
    address = f"/models/{model.pk}/"
    settings.MLFLOW_TRACKING_URI = ""
    assert "registry-title" not in ada_page.get(address).content.decode()
    settings.MLFLOW_TRACKING_URI = "http://127.0.0.1:9/mlflow"
    assert "registry-name" in ada_page.get(address).content.decode()
    Registration.objects.create(model=model, name="ada-tales", version="2")
    assert "models:/ada-tales/2" in ada_page.get(address).content.decode()
