"""The library of own blocks over REST: kept, found, shared, and not taken from others."""

from __future__ import annotations

from typing import Any

import pytest

ROOT = "/api/v1/composites/"
NODE: dict[str, Any] = {
    "type": "Composite",
    "name": "Mixer",
    "inputs": ["x"],
    "params": {"heads": {"default": 4}},
    "args": {"heads": 8},
    "nodes": {"norm": {"type": "Norm"}, "attn": {"type": "Attention", "n_heads": "$heads"}},
    "edges": ["x -> norm -> attn -> out"],
}


def keep(api: Any, **changes: Any) -> Any:
    return api.post(ROOT, {"node": NODE, **changes}, format="json")


def code_of(answer: Any) -> str:
    return str(answer.json()["errors"][0]["code"])


def test_a_block_is_kept_under_its_name_without_the_arguments_of_its_place(ada_api: Any) -> None:
    made = keep(ada_api, summary="  Norm,\nthen attention ", colour="mixer").json()
    assert (made["title"], made["summary"], made["mine"]) == ("Mixer", "Norm, then attention", True)
    assert made["node"] == {key: value for key, value in NODE.items() if key != "args"}
    assert [row["id"] for row in ada_api.get(ROOT).json()["results"]] == [made["id"]]


def test_a_title_is_taken_once_and_can_be_changed(ada_api: Any) -> None:
    made = keep(ada_api).json()
    assert code_of(keep(ada_api)) == "title_taken"
    renamed = ada_api.patch(f"{ROOT}{made['id']}/", {"title": "헤드"}, format="json").json()
    assert (renamed["title"], renamed["node"]["name"], renamed["digest"]) == ("헤드", "헤드", made["digest"])
    other = {**NODE, "nodes": {**NODE["nodes"], "norm": {"type": "Norm", "kind": "rms"}}}
    changed = ada_api.patch(f"{ROOT}{made['id']}/", {"node": other}, format="json").json()
    assert (changed["title"], changed["digest"] != made["digest"]) == ("헤드", True)


def test_p27_others_see_what_is_shown_to_all_and_change_nothing(ada_api: Any, ben_api: Any) -> None:
    path = f"{ROOT}{keep(ada_api).json()['id']}/"
    assert ben_api.get(path).status_code == ben_api.delete(path).status_code == 404
    ada_api.patch(path, {"visibility": "public"}, format="json")
    (seen,) = ben_api.get(ROOT).json()["results"]
    assert (seen["owner"], seen["mine"]) == ("ada", False)
    assert ben_api.patch(path, {"title": "mine"}, format="json").status_code == 403
    assert ben_api.delete(path).status_code == 403
    assert ada_api.delete(path).status_code == 204
    assert ben_api.get(path).status_code == 404


@pytest.mark.parametrize(
    ("node", "code"),
    [
        ({"type": "Norm"}, "not_a_composite"),
        ({**NODE, "nodes": {}, "edges": []}, "composite_empty"),
        ({**NODE, "edges": ["x"]}, "bad_edge"),
        ({**NODE, "inputs": ["out"]}, "bad_port"),
        ({**NODE, "nodes": 4}, "wrong_type"),
        ({**NODE, "params": {"heads": {"default": "x" * 200_000}}}, "composite_too_large"),
        ({**NODE, "name": "\0"}, "unstorable"),
        ({**NODE, "name": " "}, "bad_title"),
    ],
)
def test_what_cannot_be_a_block_is_refused_with_a_sentence(ada_api: Any, node: Any, code: str) -> None:
    answer = keep(ada_api, node=node)
    assert answer.status_code in (400, 413)
    assert code_of(answer) == code
    assert answer.json()["errors"][0]["detail"].endswith(".")


def test_one_keeps_only_so_many(ada_api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("architectures.services.composites.MAX_KEPT", 1)
    keep(ada_api)
    assert code_of(keep(ada_api, title="More")) == "too_many_composites"


def test_markup_in_a_title_stays_text(ada_api: Any) -> None:
    assert keep(ada_api, title="<b>x</b>").json()["title"] == "<b>x</b>"
