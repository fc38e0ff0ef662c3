"""The history over REST: names, differences, who may, and where a design is now."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User

ROOT = "/api/v1/architectures/"


@pytest.fixture
def made(ada_api: Any) -> dict[str, Any]:
    kept: dict[str, Any] = ada_api.post(ROOT, {"preset": "tiny-gpt"}, format="json").json()
    return kept


def save(api: Any, kept: dict[str, Any], **more: Any) -> Any:
    body = {"design": kept["design"], "revision": kept["revision"], **more}
    return api.patch(f"{ROOT}{kept['id']}/", body, format="json")


def wider(kept: dict[str, Any]) -> dict[str, Any]:
    design: dict[str, Any] = kept["design"]
    return {**design, "vars": {**design["vars"], "d_model": 2 * design["vars"]["d_model"]}}


def describe(api: Any, kept: dict[str, Any], number: int, **given: str) -> Any:
    return api.patch(f"{ROOT}{kept['id']}/versions/{number}/", given, format="json")


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["errors"][0]["code"]


def test_a_named_version_is_kept_for_good_with_its_name_and_note(ada_api: Any, made: dict[str, Any]) -> None:
    later = save(ada_api, made, design=wider(made)).json()
    assert later["current"]["kind"] == "autosave"
    before = later["current"]["updated_at"]
    named = describe(ada_api, made, 2, name="  Wider\u200b\u202e ", note="<b>2x</b>").json()
    assert (named["name"], named["note"], named["kind"]) == ("Wider", "<b>2x</b>", "saved")
    assert named["updated_at"] == before  # the state is as old as it was
    assert save(ada_api, later).json()["current"]["number"] == 3
    assert describe(ada_api, made, 2, name="").json()["name"] == ""


def test_the_list_tells_what_each_version_changed_in_parameters(ada_api: Any, made: dict[str, Any]) -> None:
    save(ada_api, made, design=wider(made), kind="saved")
    rows = ada_api.get(f"{ROOT}{made['id']}/versions/", {"page_size": 1}).json()
    assert (rows["count"], len(rows["results"])) == (2, 1)
    newest = rows["results"][0]
    assert newest["n_parameters_before"] == made["current"]["n_parameters"]
    assert newest["n_parameters"] > newest["n_parameters_before"]
    first = ada_api.get(f"{ROOT}{made['id']}/versions/", {"page_size": 1, "page": 2}).json()["results"][0]
    assert (first["number"], first["n_parameters_before"]) == (1, None)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": "x" * 10_000}, "too_long"),
        ({"note": "y" * 201}, "too_long"),
        ({"name": "\u200b\u200d\u202e"}, "invisible"),
    ],
)
def test_names_that_will_not_do_are_refused_in_words(
    ada_api: Any, made: dict[str, Any], given: dict[str, str], code: str
) -> None:
    assert code_of(describe(ada_api, made, 1, **given)) == (400, code)
    assert ada_api.get(f"{ROOT}{made['id']}/versions/1/").json()["name"] == ""


def test_p27_only_who_may_change_a_design_names_its_versions(
    ada_api: Any, ben_api: Any, ola_api: Any, made: dict[str, Any]
) -> None:
    assert describe(ben_api, made, 1, name="Mine").status_code == 404
    assert ben_api.get(f"{ROOT}{made['id']}/revision/").status_code == 404
    ada_api.patch(f"{ROOT}{made['id']}/", {"visibility": "public"}, format="json")
    assert code_of(describe(ben_api, made, 1, name="Mine")) == (403, "read_only")
    assert ben_api.get(f"{ROOT}{made['id']}/revision/").json()["revision"] == 1
    assert describe(ola_api, made, 1, name="Ola's").json()["name"] == "Ola's"
    assert code_of(describe(ada_api, made, 9, name="None")) == (404, "not_found")


def test_the_revision_says_whose_the_newest_state_is_without_the_design(
    ada_api: Any, ola_api: Any, made: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    save(ola_api, made)
    with django_assert_max_num_queries(3):
        told = ada_api.get(f"{ROOT}{made['id']}/revision/").json()
    assert (told["revision"], told["author"]) == (2, "ola")
    assert "design" not in told


def test_a_new_title_is_a_write_like_any_other(ada_api: Any, made: dict[str, Any]) -> None:
    address = f"{ROOT}{made['id']}/"
    assert ada_api.patch(address, {"title": "One", "revision": 1}, format="json").json()["revision"] == 2
    assert ada_api.patch(address, {"title": "One", "revision": 2}, format="json").json()["revision"] == 2
    stale = ada_api.patch(address, {"title": "Other", "revision": 1}, format="json")
    assert code_of(stale) == (409, "conflict")
    both = {"title": "Two", "design": made["design"], "revision": 2}
    assert ada_api.patch(address, both, format="json").json()["revision"] == 3
    assert ada_api.get(address).json()["title"] == "Two"


@pytest.mark.parametrize("title", ["x" * 10_000, "\u200b\u2060", "\u202e"])
def test_a_title_of_any_length_or_of_nothing_visible_gets_the_same_sentence(
    ada_api: Any, made: dict[str, Any], title: str
) -> None:
    refused = ada_api.patch(f"{ROOT}{made['id']}/", {"title": title}, format="json")
    assert code_of(refused) == (400, "bad_title")
    assert "1 to 120 characters" in refused.json()["errors"][0]["detail"]


def test_a_page_of_one_person_saves_nothing_under_anothers_name(
    ola_api: Any, ada: User, made: dict[str, Any]
) -> None:
    address = f"{ROOT}{made['id']}/"
    body = {"design": made["design"], "revision": 1}
    for method, where, data in [
        ("patch", address, body),
        ("patch", f"{address}versions/1/", {"name": "x"}),
        ("post", f"{address}versions/1/restore/", {"revision": 1}),
    ]:
        answer = getattr(ola_api, method)(where, data, format="json", headers={"x-person": ada.pk})
        assert code_of(answer) == (403, "other_person")
        assert "“ola”" in answer.json()["errors"][0]["detail"]
    assert ola_api.get(f"{address}revision/").json()["revision"] == 1
