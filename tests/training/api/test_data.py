from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from training.core.tokenizer import train_tokenizer
from training.models import Corpus, Tokenizer
from training.paths import tokenizer_file

CORPORA, TOKENIZERS = "/api/v1/corpora/", "/api/v1/tokenizers/"


def test_everybody_sees_the_shipped_corpora(ada_api: Any) -> None:
    slugs = {row["slug"] for row in ada_api.get(CORPORA).data["results"]}
    assert slugs == {"stories-en", "stories-ko", "sherlock-holmes", "war-and-peace"}


def test_an_upload_becomes_a_waiting_corpus(ada_api: Any, ben_api: Any) -> None:
    file = SimpleUploadedFile("tale.txt", "옛날 옛적에".encode())
    answer = ada_api.post(CORPORA, {"title": "Tale", "files": [file]}, format="multipart")
    assert answer.status_code == 201
    assert (answer.data["state"], answer.data["is_mine"]) == ("waiting", True)
    assert ben_api.get(f"{CORPORA}{answer.data['id']}/").status_code == 404


@pytest.mark.parametrize(
    "files", [[], [SimpleUploadedFile("a.txt", b"")], [SimpleUploadedFile("a.bin", b"x")]]
)
def test_a_bad_upload_is_refused(ada_api: Any, files: list[Any]) -> None:
    answer = ada_api.post(CORPORA, {"title": "T", "files": files}, format="multipart")
    assert answer.status_code == 400
    assert answer.data["errors"][0]["attr"] == "files"


def test_shipped_corpora_cannot_be_deleted(ada_api: Any) -> None:
    corpus = Corpus.objects.get(slug="stories-en")
    assert ada_api.delete(f"{CORPORA}{corpus.pk}/").status_code == 403


def test_a_corpus_that_a_run_needs_cannot_be_deleted(ada_api: Any, run_of: Any, ada: Any) -> None:
    run = run_of(ada)
    Corpus.objects.filter(pk=run.corpus_id).update(owner=ada)
    answer = ada_api.delete(f"{CORPORA}{run.corpus_id}/")
    assert (answer.status_code, answer.data["errors"][0]["code"]) == (409, "corpus_in_use")


def test_the_same_tokenizer_is_made_once(ada_api: Any, ben_api: Any) -> None:
    given = {"kind": "bpe", "corpus": "stories-en", "vocab_size": 512}
    ids = {client.post(TOKENIZERS, given, format="json").data["id"] for client in (ada_api, ben_api)}
    assert len(ids) == 1


def test_a_text_is_cut_into_tokens(ada_api: Any, corpus: Any) -> None:
    row = Tokenizer.objects.create(title="c", kind="characters", state="ready", visibility="public")
    tokenizer_file(row).parent.mkdir(parents=True)
    train_tokenizer("characters", ["abc 가나"]).save(tokenizer_file(row))
    told = ada_api.post(f"{TOKENIZERS}{row.pk}/encode/", {"text": "가b☃"}, format="json").data
    assert [token["text"] for token in told["tokens"]] == ["가", "b"]
    assert told["unknown"] == ["☃"]


def test_a_tokenizer_that_is_not_ready_says_so(ada_api: Any) -> None:
    row = Tokenizer.objects.create(title="c", kind="characters", visibility="public")
    assert ada_api.post(f"{TOKENIZERS}{row.pk}/encode/", {"text": "a"}, format="json").status_code == 409
