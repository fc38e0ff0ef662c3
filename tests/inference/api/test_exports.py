from __future__ import annotations

from typing import Any

import pytest
from django.test import AsyncClient

from inference import services
from inference.models import ModelExport

MODELS = "/api/v1/models/"


def ready_export(model: Any, format: str = "onnx", **fields: Any) -> ModelExport:
    proof = {"proven_by": "onnxruntime 1.32.0", "max_difference": 2.1e-6}
    export = ModelExport.objects.create(model=model, format=format, state="ready", **proof, **fields)
    services.export_file(export).parent.mkdir()
    services.export_file(export).write_bytes(b"packed" * 100_000)
    return export


def test_every_format_is_listed_with_its_proof(make_model: Any, ada: Any, ada_api: Any) -> None:
    model = make_model(ada)
    ready_export(model)
    shown = ada_api.get(f"{MODELS}{model.pk}/exports/").json()
    assert [row["format"] for row in shown] == ["huggingface", "pytorch", "mlflow", "onnx", "gguf"]
    assert [row["state"] for row in shown] == ["", "", "", "ready", ""]
    assert (shown[3]["max_difference"], shown[3]["proven_by"]) == (2.1e-6, "onnxruntime 1.32.0")


def test_why_there_is_none_is_a_sentence(make_model: Any, ada: Any, ada_api: Any) -> None:
    model = make_model(ada)
    values = {"loader": "llama-cpp-python", "difference": 0.25, "tolerance": 2e-3}
    ModelExport.objects.create(
        model=model, format="gguf", state="refused", code="difference_too_large", values=values
    )
    detail = ada_api.get(f"{MODELS}{model.pk}/exports/").json()[4]["detail"]
    assert "llama-cpp-python" in detail
    assert "2.5e-01" in detail


def test_asking_answers_with_the_queued_export(make_model: Any, ada: Any, ada_api: Any) -> None:
    address = f"{MODELS}{make_model(ada).pk}/export/"
    answer = ada_api.post(address, {"format": "pytorch"}, format="json")
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    again = ada_api.post(address, {"format": "pytorch"}, format="json")
    assert (again.status_code, ModelExport.objects.count()) == (202, 1)


@pytest.mark.parametrize("body", [{}, {"format": "pickle"}, {"format": ["onnx"]}, {"format": None}])
def test_a_format_that_is_none_is_named(make_model: Any, ada: Any, ada_api: Any, body: Any) -> None:
    answer = ada_api.post(f"{MODELS}{make_model(ada).pk}/export/", body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "format")


def test_another_users_exports_do_not_exist(make_model: Any, ada: Any, ben_api: Any) -> None:
    model = make_model(ada)
    ready_export(model)
    answers = [
        ben_api.get(f"{MODELS}{model.pk}/exports/"),
        ben_api.post(f"{MODELS}{model.pk}/export/", {"format": "onnx"}, format="json"),
        ben_api.get(f"{MODELS}{model.pk}/exports/onnx/download/"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert ModelExport.objects.count() == 1


def test_who_may_use_a_model_may_export_it(make_model: Any, ada: Any, ben_api: Any) -> None:
    address = f"{MODELS}{make_model(ada, visibility='public').pk}/"
    assert ben_api.post(f"{address}export/", {"format": "onnx"}, format="json").status_code == 202
    assert ben_api.get(f"{address}exports/").json()[3]["state"] == "queued"


@pytest.mark.parametrize("state", ["queued", "working", "refused", "failed"])
def test_what_is_not_proven_is_not_offered(make_model: Any, ada: Any, ada_api: Any, state: str) -> None:
    model = make_model(ada)
    ready_export(model)
    ModelExport.objects.update(state=state)
    answer = ada_api.get(f"{MODELS}{model.pk}/exports/onnx/download/")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (404, "export_not_ready")


@pytest.mark.django_db(transaction=True)
async def test_an_export_is_streamed_under_the_models_title(make_model: Any, ada: Any) -> None:
    from channels.db import database_sync_to_async

    model = await database_sync_to_async(make_model)(ada, title="여우/Fox")
    await database_sync_to_async(ready_export)(model)
    client = AsyncClient()
    await client.aforce_login(ada)
    answer = await client.get(f"{MODELS}{model.pk}/exports/onnx/download/")
    chunks = [chunk async for chunk in answer.streaming_content]
    assert b"".join(chunks) == b"packed" * 100_000
    assert max(map(len, chunks)) <= 256 * 1024
    assert answer["Content-Disposition"].endswith("%EC%97%AC%EC%9A%B0-Fox-onnx.zip")
