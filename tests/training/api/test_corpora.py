"""Corpora over REST: from the hub, generated, cleaned, tried again; their documents and statistics."""

from __future__ import annotations

from typing import Any

import pytest

from training.core.corpus import write_corpus
from training.models import Corpus
from training.paths import corpus_folder

CORPORA = "/api/v1/corpora/"


@pytest.fixture
def tales(ada: Any) -> Corpus:
    """Ada's corpus, ready on the disk: 24 documents, of which three are copies and one has lost characters."""
    corpus = Corpus.objects.create(owner=ada, title="Tales", kind="upload", state="ready", language="ko")
    upload = corpus_folder(corpus) / "a.txt"
    upload.parent.mkdir(parents=True)
    texts = [f"옛날 옛적에 <b>여우</b> {n}마리가 살았어요." for n in range(20)]
    upload.write_text("<|endoftext|>".join([*texts, texts[3], texts[3], texts[5], "lost \ufffd here"]))
    facts = write_corpus({"files": [str(upload)]}, corpus_folder(corpus))
    counted = {"n_documents": facts.n_documents, "n_characters": facts.n_characters, "n_bytes": facts.n_bytes}
    Corpus.objects.filter(pk=corpus.pk).update(**counted)
    corpus.refresh_from_db()
    return corpus


def test_documents_are_read_in_order_at_random_and_by_number(
    ada_api: Any, ben_api: Any, tales: Corpus
) -> None:
    door = f"{CORPORA}{tales.pk}/documents/"
    told = ada_api.get(door, {"start": 23, "count": 5}).data
    assert told["n_documents"] == 24
    assert [one["number"] for one in told["documents"]] == [23, 24]
    drawn = [ada_api.get(door, {"seed": seed}).data for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert [one["number"] for one in ada_api.get(door, {"numbers": "21,4"}).data["documents"]] == [21, 4]
    assert ben_api.get(door).status_code == 404


@pytest.mark.parametrize(
    "query",
    [{"count": 0}, {"count": "x"}, {"seed": -1}, {"numbers": "1,²"}, {"numbers": "1," * 30}, {"start": 0}],
)
def test_a_wrong_question_for_documents_names_its_field(
    ada_api: Any, tales: Corpus, query: dict[str, Any]
) -> None:
    answer = ada_api.get(f"{CORPORA}{tales.pk}/documents/", query)
    assert (answer.status_code, answer.data["errors"][0]["attr"]) == (400, next(iter(query)))


def test_statistics_come_with_warnings_in_words(ada_api: Any, tales: Corpus) -> None:
    told = ada_api.get(f"{CORPORA}{tales.pk}/statistics/").data
    assert told["split"] == {"by": "documents", "n_train": 21, "n_val": 3, "fraction": 0.05}
    warned = {one["code"]: one for one in told["warnings"]}
    assert set(warned) == {"duplicates", "lost", "little"}
    assert (warned["duplicates"]["n"], warned["duplicates"]["examples"]) == (3, [21, 22, 23])
    assert warned["duplicates"]["detail"].startswith("3 documents are exact copies")
    assert warned["lost"]["detail"].startswith("1 document has characters that were lost")


def test_what_is_not_ready_or_gone_says_so(ada_api: Any, tales: Corpus) -> None:
    corpus_folder(tales).joinpath("documents.jsonl").unlink()
    answer = ada_api.get(f"{CORPORA}{tales.pk}/documents/")
    assert (answer.status_code, answer.data["errors"][0]["code"]) == (409, "corpus_gone")
    Corpus.objects.update(state="waiting")
    for door in ("documents", "statistics"):
        assert ada_api.get(f"{CORPORA}{tales.pk}/{door}/").data["errors"][0]["code"] == "not_ready"


def test_a_cleaned_copy_is_ones_own_and_names_its_source(ada_api: Any, tales: Corpus) -> None:
    answer = ada_api.post(f"{CORPORA}{tales.pk}/clean/", {"without": ["duplicates"]}, format="json")
    assert (answer.status_code, answer.data["title"], answer.data["state"]) == (
        201,
        "Tales, cleaned",
        "waiting",
    )
    assert answer.data["origin"] == {"corpus": tales.pk, "without": ["duplicates"]}
    for without in ([], ["spelling"]):
        refused = ada_api.post(f"{CORPORA}{tales.pk}/clean/", {"without": without}, format="json")
        assert refused.status_code == 400


@pytest.fixture
def online(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)


@pytest.mark.usefixtures("online")
def test_a_data_set_of_the_hub_becomes_a_waiting_corpus(ada_api: Any) -> None:
    given = {"dataset": " e9t/nsmc ", "columns": ["document"], "rows": 500, "language": "ko"}
    answer = ada_api.post(f"{CORPORA}hub/", given, format="json")
    assert (answer.status_code, answer.data["kind"], answer.data["title"]) == (201, "hub", "e9t/nsmc")
    hub = {"dataset": "e9t/nsmc", "config": None, "split": "train", "columns": ["document"], "rows": 500}
    assert answer.data["origin"] == {"hub": {**hub, "streaming": True}}


@pytest.mark.usefixtures("online")
@pytest.mark.parametrize(
    ("change", "attr"),
    [
        ({"dataset": "training/core"}, "dataset"),
        ({"dataset": "https://x.y/z"}, "dataset"),
        ({"rows": 0}, "rows"),
        ({"rows": 10**9}, "rows"),
        ({"split": "train[:10%]"}, "split"),
        ({"columns": []}, "columns"),
    ],
)
def test_a_wrong_wish_for_the_hub_names_its_field(ada_api: Any, change: dict[str, Any], attr: str) -> None:
    answer = ada_api.post(f"{CORPORA}hub/", {"dataset": "a/b", **change}, format="json")
    assert (answer.status_code, answer.data["errors"][0]["attr"]) == (400, attr)


def test_without_a_network_the_hub_is_refused_at_once(ada_api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    answer = ada_api.post(f"{CORPORA}hub/", {"dataset": "a/b"}, format="json")
    assert (answer.status_code, answer.data["errors"][0]["code"]) == (409, "hub_offline")


def test_stories_are_generated_to_measure(ada_api: Any) -> None:
    given = {"generator": "stories-ko", "n_bytes": 2_000_000, "seed": 7}
    answer = ada_api.post(f"{CORPORA}generated/", given, format="json")
    assert (answer.status_code, answer.data["language"]) == (201, "ko")
    assert answer.data["title"] == "Generated stories (Korean) · 2 MB"
    too_large = ada_api.post(f"{CORPORA}generated/", {**given, "n_bytes": 10**12}, format="json")
    assert too_large.data["errors"][0]["attr"] == "n_bytes"


def test_what_failed_is_tried_again_by_its_owner(ada_api: Any, ben_api: Any, tales: Corpus) -> None:
    door = f"{CORPORA}{tales.pk}/retry/"
    assert ada_api.post(door).status_code == 409
    Corpus.objects.filter(pk=tales.pk).update(state="failed", error={"code": "hub_unreachable", "values": {}})
    assert ben_api.post(door).status_code == 404
    again = ada_api.post(door)
    assert (again.data["state"], again.data["error"]) == ("waiting", None)


def test_the_catalogue_speaks_the_persons_language(ada_api: Any) -> None:
    told = ada_api.get(f"{CORPORA}catalogue/").data
    assert {"en", "ko"} == {entry["language"] for entry in told}
    assert all(entry["licence"] and entry["columns"] and entry["megabytes"] for entry in told)


WELL_KNOWN = ["Tiny Shakespeare", "TinyStories", "WikiText", "OpenWebText 100k", "C4", "Korean Wikipedia"]


def test_the_catalogue_holds_the_well_known_texts(ada_api: Any) -> None:
    titles = [entry["title"] for entry in ada_api.get(f"{CORPORA}catalogue/").data]
    missing = [known for known in WELL_KNOWN if not any(title.startswith(known) for title in titles)]
    assert missing == []
