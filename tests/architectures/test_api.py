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


def errors(answer: Any) -> list[tuple[str, str | None]]:
    return [(error["code"], error["attr"]) for error in answer.json()["errors"]]


def test_p27_every_address_of_anothers_design_is_not_there(ben_api: Any, made: dict[str, Any]) -> None:
    body = {"design": made["design"], "revision": 1}
    for method, rest in [
        ("get", ""),
        ("patch", ""),
        ("delete", ""),
        ("get", "export/"),
        ("get", "versions/"),
        ("get", "versions/1/"),
        ("post", "versions/1/restore/"),
        ("post", "duplicate/"),
    ]:
        answer = getattr(ben_api, method)(f"{ROOT}{made['id']}/{rest}", body, format="json")
        assert (method, rest, answer.status_code) == (method, rest, 404)
    assert ben_api.get(ROOT).json()["count"] == 0


def test_p27_a_public_design_is_read_and_copied_but_not_changed(
    ada_api: Any, ben_api: Any, made: dict[str, Any]
) -> None:
    address = f"{ROOT}{made['id']}/"
    ada_api.patch(address, {"visibility": "public"}, format="json")
    assert ben_api.get(address).json()["title"] == "Tiny GPT"
    refused = save(ben_api, made)
    assert (refused.status_code, errors(refused)) == (403, [("read_only", None)])
    assert ben_api.delete(address).status_code == 403
    copy = ben_api.post(f"{address}duplicate/")
    assert (copy.status_code, copy.json()["owner"]) == (201, "ben")
    ada_api.patch(address, {"visibility": "private"}, format="json")
    assert ben_api.get(address).status_code == 404


def test_an_operator_sees_and_changes_everything(ola_api: Any, made: dict[str, Any]) -> None:
    assert save(ola_api, made).status_code == 200
    assert ola_api.delete(f"{ROOT}{made['id']}/").status_code == 204


def test_the_list_is_light_filtered_and_asks_the_database_little(
    ada_api: Any, made: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        ada_api.post(f"{ROOT}{made['id']}/duplicate/")
    with django_assert_max_num_queries(4):
        rows = ada_api.get(ROOT, {"page_size": 3, "ordering": "created_at"}).json()
    assert (rows["count"], len(rows["results"])) == (5, 3)
    assert rows["results"][0]["current"]["n_parameters"] > 0
    assert "design" not in str(rows)
    assert ada_api.get(ROOT, {"search": "copy"}).json()["count"] == 4
    assert ada_api.get(ROOT, {"owner__username": "ben"}).json()["count"] == 0
    assert ada_api.get(ROOT, {"visibility": "secret"}).status_code == 400


def test_an_export_comes_back_as_a_file_and_as_a_body(
    ada_api: Any, ben_api: Any, made: dict[str, Any]
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = ada_api.get(f"{ROOT}{made['id']}/export/")
    assert "attachment" in sent["Content-Disposition"]
    file = SimpleUploadedFile("설계.json", sent.content, "application/json")
    by_file = ben_api.post(f"{ROOT}import/", {"file": file, "title": "내 것"}, format="multipart")
    by_body = ben_api.post(f"{ROOT}import/", sent.json(), format="json")
    assert (by_file.status_code, by_file.json()["title"]) == (201, "내 것")
    prints = {answer.json()["current"]["fingerprint"] for answer in (by_file, by_body)}
    assert prints == {made["current"]["fingerprint"]}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_json"),
        (b"x", "not_json"),
        (b"\xff\xfe\x00", "not_text"),
        (b" " * 10_500_000, "design_too_large"),
    ],
    ids=["empty", "one byte", "not text", "10 MB"],
)
def test_files_that_are_no_designs_get_a_sentence(ada_api: Any, content: bytes, code: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = ada_api.post(
        f"{ROOT}import/", {"file": SimpleUploadedFile("x.json", content)}, format="multipart"
    )
    assert answer.status_code in (400, 413)
    assert errors(answer) == [(code, "design")] or code in answer.content.decode()


@pytest.mark.parametrize(
    "body",
    [{}, {"preset": "gpt-9"}, {"design": 7}, {"design": []}, {"design": None}, {"design": {"nodes": 7}}, []],
)
def test_what_no_architecture_can_be_made_of_gets_a_sentence(ada_api: Any, body: Any) -> None:
    answer = ada_api.post(ROOT, body, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["detail"]


@pytest.mark.parametrize("design", [7, "x", [], None, {"nodes": {"a": 1}, "edges": ["a"]}, {"format": "new"}])
def test_validating_nonsense_is_an_answer_not_a_crash(ada_api: Any, design: Any) -> None:
    answer = ada_api.post(f"{ROOT}validate/", {"design": design}, format="json")
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert answer.json()["valid"] is False
        assert all(found["message"] for found in answer.json()["diagnostics"])


def test_a_ten_megabyte_design_is_not_validated(ada_api: Any) -> None:
    heavy = {"design": {"nodes": {}, "edges": [], "meta": {"notes": "x" * 10_000_000}}}
    answer = ada_api.post(f"{ROOT}validate/", heavy, format="json")
    assert (answer.status_code, errors(answer)) == (413, [("design_too_large", "design")])


def test_every_preset_is_sound_over_rest(ada_api: Any) -> None:
    shipped = ada_api.get("/api/v1/presets/").json()
    assert {"tiny-story-writer", "gpt2-small"} <= {preset["slug"] for preset in shipped}
    for preset in shipped:
        report = ada_api.post(f"{ROOT}validate/", {"design": preset["design"]}, format="json").json()
        assert (preset["slug"], report["valid"]) == (preset["slug"], True)
        assert report["totals"]["parameters"] > 0


def test_the_palette_comes_in_both_languages(ada_api: Any) -> None:
    blocks = ada_api.get("/api/v1/blocks/").json()
    attention = next(block for block in blocks if block["type"] == "Attention")
    assert set(attention["title"]) == {"en", "ko"}
    assert "n_heads" in attention["params"]["properties"]


def test_a_version_that_is_not_there_says_so(ada_api: Any, made: dict[str, Any]) -> None:
    assert ada_api.get(f"{ROOT}{made['id']}/versions/99/").status_code == 404
    back = ada_api.post(f"{ROOT}{made['id']}/versions/99/restore/", {"revision": 1}, format="json")
    assert (back.status_code, errors(back)[0][0]) == (404, "not_found")


def test_presets_are_listed_by_group_with_family_year_size_and_sibling(ada_api: Any) -> None:
    found = {p["slug"]: p for p in ada_api.get("/api/v1/presets/?group=published").json()}
    mistral = found["mistral-7b"]
    assert {p["group"] for p in found.values()} == {"published"}
    assert (mistral["family"], mistral["year"], mistral["sibling"]) == ("mistral", 2023, "mini-mistral")
    assert mistral["n_parameters"] == 7_241_732_096
    refused = ada_api.get("/api/v1/presets/?group=best")
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "group")
