"""Keeping designs over REST: versions, conflicts, and what is not one's own."""

from __future__ import annotations

from typing import Any

import pytest

ROOT = "/api/v1/architectures/"


@pytest.fixture
def made(ada_api: Any) -> dict[str, Any]:
    answer = ada_api.post(ROOT, {"preset": "tiny-gpt"}, format="json")
    assert answer.status_code == 201
    kept: dict[str, Any] = answer.json()
    return kept


def save(api: Any, kept: dict[str, Any], **more: Any) -> Any:
    body = {"design": kept["design"], "revision": kept["revision"], **more}
    return api.patch(f"{ROOT}{kept['id']}/", body, format="json")


def test_a_preset_becomes_a_design_of_ones_own_with_a_version(made: dict[str, Any]) -> None:
    assert (made["owner"], made["title"], made["current"]["number"]) == ("ada", "Tiny GPT", 1)


def test_two_tabs_do_not_overwrite_each_other(ada_api: Any, made: dict[str, Any]) -> None:
    assert save(ada_api, made).status_code == 200
    refused = save(ada_api, made)
    assert refused.status_code == 409
    assert refused.json()["errors"][0]["code"] == "conflict"


def test_p25_an_empty_canvas_overwrites_only_when_confirmed(ada_api: Any, made: dict[str, Any]) -> None:
    empty = {"nodes": {}, "edges": []}
    refused = save(ada_api, made, design=empty)
    assert refused.json()["errors"][0]["code"] == "empty_canvas"
    assert save(ada_api, made, design=empty, confirm_empty=True).status_code == 200
    back = ada_api.post(f"{ROOT}{made['id']}/versions/1/restore/", {"revision": 2}, format="json")
    assert back.json()["design"]["nodes"] == made["design"]["nodes"]


def test_autosaves_of_one_sitting_are_one_version(ada_api: Any, made: dict[str, Any]) -> None:
    for _ in range(3):
        made = save(ada_api, made).json()
    assert made["current"]["number"] == 2
    assert save(ada_api, made, kind="saved").json()["current"]["number"] == 3


def test_p27_what_is_not_ones_own_is_not_there(ben_api: Any, made: dict[str, Any]) -> None:
    assert ben_api.get(f"{ROOT}{made['id']}/").status_code == 404
    assert save(ben_api, made).status_code == 404
    assert ben_api.delete(f"{ROOT}{made['id']}/").status_code == 404


def test_a_design_of_eleven_megabytes_is_refused_with_a_sentence(ada_api: Any) -> None:
    heavy = {"design": {"nodes": {}, "edges": [], "meta": {"notes": "x" * 13_000_000}}}
    assert ada_api.post(ROOT, heavy, format="json").status_code == 413


def test_validation_speaks_the_readers_language(ada_api: Any) -> None:
    body = {"design": {"nodes": {}, "edges": []}}
    said = ada_api.post(f"{ROOT}validate/", body, format="json", headers={"accept-language": "ko"}).json()
    assert said["diagnostics"][0]["code"] == "empty_canvas"
    assert said["diagnostics"][0]["message"]
