"""Titles that this app gives are told in the reader's language; those of people stay as they wrote them."""

from typing import Any

import pytest
from django.utils.translation import override

from training.models import Corpus
from training.services.tokenizers import tokenizer_create
from training.titles import tokenizer_title


def in_both(tokenizer: Any) -> tuple[str, str]:
    with override("en"):
        english = tokenizer_title(tokenizer)
    with override("ko"):
        return english, tokenizer_title(tokenizer)


@pytest.fixture
def stories(db: None) -> Corpus:
    english = "Generated stories (English)"
    shipped, _ = Corpus.objects.update_or_create(
        slug="stories-en", defaults={"title": english, "kind": "generator", "visibility": "public"}
    )
    return shipped


def test_a_tokenizer_of_a_shipped_corpus_is_called_in_the_readers_language(ada: Any, stories: Corpus) -> None:
    bpe = tokenizer_create(user=ada, kind="bpe", corpus=stories, vocab_size=1024)
    assert in_both(bpe) == ("Generated stories (English) · BPE 1,024", "생성한 이야기(영어) · BPE 1,024")
    by_bytes = tokenizer_create(user=ada, kind="bytes", corpus=stories)
    assert in_both(by_bytes) == ("Generated stories (English) · bytes", "생성한 이야기(영어) · 바이트")


def test_what_a_person_wrote_stays(ada: Any, stories: Corpus) -> None:
    mine = tokenizer_create(user=ada, kind="bpe", corpus=stories, title="Mine, bpe 1024")
    assert in_both(mine) == ("Mine, bpe 1024", "Mine, bpe 1024")


def test_the_longest_title_of_a_corpus_leaves_room_for_the_kind(ada: Any) -> None:
    corpus = Corpus.objects.create(owner=ada, title="가" * 120, kind="upload", state="ready")
    long = tokenizer_create(user=ada, kind="characters", corpus=corpus)
    assert len(long.title) == 120
    assert in_both(long)[1].endswith("가 · 글자")
