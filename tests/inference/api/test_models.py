from __future__ import annotations

import shutil
from typing import Any

import pytest
from django.test import AsyncClient

from inference import services
from inference.models import CompletedModel, Generation

MODELS = "/api/v1/models/"


def test_the_list_shows_structure_size_and_losses(make_model: Any, ada: Any, ada_api: Any) -> None:
    make_model(ada)
    (shown,) = ada_api.get(MODELS).json()["results"]
    assert shown["structure"]["blocks"] == {"TokenEmbedding": 1, "FeedForward": 3}
    assert (shown["n_parameters"], shown["train_loss"], shown["may_edit"]) == (1234, 1.5, True)


def test_the_list_takes_a_fixed_number_of_queries(
    make_model: Any, ada: Any, ada_api: Any, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        make_model(ada)
    with django_assert_num_queries(2):
        ada_api.get(MODELS)


def test_p27_another_users_model_does_not_exist(make_model: Any, ada: Any, ben_api: Any, pool: Any) -> None:
    address = f"{MODELS}{make_model(ada).pk}/"
    assert ben_api.get(MODELS).json()["count"] == 0
    answers = [
        ben_api.get(address),
        ben_api.patch(address, {"title": "mine"}),
        ben_api.delete(address),
        ben_api.post(f"{address}generate/", {}, format="json"),
        ben_api.get(f"{address}download/"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert CompletedModel.objects.get().title == "Stories"


def test_p27_a_public_model_may_be_used_but_not_changed(make_model: Any, ada: Any, ben_api: Any) -> None:
    address = f"{MODELS}{make_model(ada, visibility='public').pk}/"
    assert ben_api.get(address).status_code == 200
    assert ben_api.patch(address, {"title": "mine"}).status_code == 403
    assert ben_api.delete(address).status_code == 403


def test_without_signing_in_nothing_is_shown(api: Any) -> None:
    assert api.get(MODELS).status_code in (401, 403)


def test_renaming_and_sharing(make_model: Any, ada: Any, ada_api: Any) -> None:
    change = {"title": " Foxes  and owls ", "visibility": "public"}
    answer = ada_api.patch(f"{MODELS}{make_model(ada).pk}/", change, format="json").json()
    assert (answer["title"], answer["visibility"]) == ("Foxes and owls", "public")


def test_a_choice_that_is_none_is_refused(make_model: Any, ada: Any, ada_api: Any) -> None:
    answer = ada_api.patch(f"{MODELS}{make_model(ada).pk}/", {"visibility": "moon"}, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "visibility"


def test_filters_and_order(make_model: Any, ada: Any, ben: Any, ada_api: Any) -> None:
    make_model(ada, title="b")
    make_model(ada, title="a")
    make_model(ben, title="c", visibility="public")
    titles = [m["title"] for m in ada_api.get(MODELS, {"ordering": "title"}).json()["results"]]
    assert titles == ["a", "b", "c"]
    assert ada_api.get(MODELS, {"mine": "true"}).json()["count"] == 2
    assert ada_api.get(MODELS, {"max_parameters": 10}).json()["count"] == 0


def test_generating_answers_as_a_whole_and_is_kept(
    make_model: Any, ada: Any, ada_api: Any, pool: Any
) -> None:
    body = {"prompt": "Once", "options": {"temperature": 0.5}}
    answer = ada_api.post(f"{MODELS}{make_model(ada).pk}/generate/", body, format="json").json()
    assert (answer["seed"], answer["prompt_tokens"], answer["reason"]) == (7, 4, "length")
    kept = Generation.objects.get()
    assert (kept.prompt, kept.text, kept.options["temperature"]) == ("Once", answer["text"], 0.5)


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"prompt": "x" * 100_001}, "prompt"),
        ({"prompt": 5}, "prompt"),
        ({"options": {"temperature": -1}}, "options.temperature"),
        ({"options": {"top_p": "NaN"}}, "options.top_p"),
        ({"options": {"max_new_tokens": 10**9}}, "options.max_new_tokens"),
        ({"options": {"colour": "red"}}, "options.colour"),
        ({"options": []}, "options"),
        ([], None),
    ],
)
def test_a_bad_request_names_what_is_wrong(
    make_model: Any, ada: Any, ada_api: Any, body: Any, attr: str | None
) -> None:
    answer = ada_api.post(f"{MODELS}{make_model(ada).pk}/generate/", body, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == attr


def test_a_prompt_that_no_database_stores_is_refused_with_a_reason(
    make_model: Any, ada: Any, ada_api: Any, pool: Any
) -> None:
    address = f"{MODELS}{make_model(ada).pk}/generate/"
    answer = ada_api.post(address, '{"prompt": "a\\u0000b\\ud800"}', content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "unstorable"


@pytest.mark.parametrize(("prompt", "code"), [("die", "worker_died"), ("fail", "weights_not_finite")])
def test_what_goes_wrong_while_writing_is_a_sentence(
    make_model: Any, ada: Any, ada_api: Any, pool: Any, prompt: str, code: str
) -> None:
    address = f"{MODELS}{make_model(ada).pk}/generate/"
    answer = ada_api.post(address, {"prompt": prompt}, format="json", headers={"accept-language": "ko"})
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["code"] == code


@pytest.mark.django_db(transaction=True)
async def test_the_weights_are_streamed_under_the_title(make_model: Any, ada: Any) -> None:
    from channels.db import database_sync_to_async

    model = await database_sync_to_async(make_model)(ada, title="여우/Fox")
    client = AsyncClient()
    await client.aforce_login(ada)
    answer = await client.get(f"{MODELS}{model.pk}/download/")
    chunks = [chunk async for chunk in answer.streaming_content]
    assert b"".join(chunks) == b"weights" * 100_000
    assert max(map(len, chunks)) <= 256 * 1024
    assert answer["Content-Disposition"].endswith("%EC%97%AC%EC%9A%B0-Fox.safetensors")


def test_lost_weights_are_a_sentence(make_model: Any, ada: Any, ada_api: Any) -> None:
    model = make_model(ada)
    shutil.rmtree(services.model_folder(model))
    answer = ada_api.get(f"{MODELS}{model.pk}/download/")
    assert answer.status_code == 410
    assert "model.safetensors" in answer.json()["errors"][0]["detail"]
