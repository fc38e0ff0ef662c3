"""Tokenizers over REST: published ones, how texts are cut, the merge table while it is learned, comparing."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from django.utils import timezone

from training.core.corpus import write_corpus
from training.core.stories import stories
from training.core.tokenizer import BpeTokenizer, load_tokenizer, train_tokenizer
from training.core.tokenizer.table import TABLE
from training.models import Corpus, TokenFile, Tokenizer
from training.paths import corpus_folder, tokenizer_file
from training.prepare import Beat, make_tokenizer

TOKENIZERS = "/api/v1/tokenizers/"
TEXT = "옛날 옛적에 여우가 살았어요. The fox's 123 dens! 🦊\n\n  끝"


@pytest.fixture
def tales(ada: Any) -> Corpus:
    corpus = Corpus.objects.create(owner=ada, title="이야기", kind="upload", state="ready")
    file = corpus_folder(corpus) / "a.txt"
    file.parent.mkdir(parents=True)
    file.write_text("<|endoftext|>".join([*islice(stories("ko", 0), 60), *islice(stories("en", 0), 40)]))
    facts = write_corpus({"files": [str(file)]}, corpus_folder(corpus))
    for name in ("n_documents", "n_characters", "n_bytes"):
        setattr(corpus, name, getattr(facts, name))
    corpus.save()
    return corpus


def learned(ada: Any, corpus: Corpus, kind: str = "bpe", size: int = 700) -> Tokenizer:
    row = Tokenizer.objects.create(
        owner=ada, title=kind, kind=kind, corpus=corpus, options={"vocab_size": size}
    )
    facts = make_tokenizer(row.pk, Beat("tokenizer", row.pk, ""))
    Tokenizer.objects.filter(pk=row.pk).update(state="ready", **facts)
    row.refresh_from_db()
    return row


def test_merges_are_told_in_order_with_their_counts(ada_api: Any, ada: Any, tales: Corpus) -> None:
    row = learned(ada, tales)
    told = ada_api.get(f"{TOKENIZERS}{row.pk}/merges/", {"limit": 1000}).data
    counts = [merge["count"] for merge in told["merges"]]
    assert (told["total"], told["learning"], len(counts)) == (443, False, 443)
    assert counts == sorted(counts, reverse=True)
    text = (corpus_folder(tales) / "a.txt").read_bytes().replace(b"<|endoftext|>", b"\n")
    first = told["merges"][0]
    assert first["count"] == pytest.approx(
        text.count(bytes.fromhex(first["left"] + first["right"])), rel=0.01
    )
    (
        tokenizer_file(row).parent / TABLE
    ).unlink()  # as of one that came from elsewhere: the same merges, uncounted
    again = ada_api.get(f"{TOKENIZERS}{row.pk}/merges/", {"after": 100, "limit": 5}).data["merges"]
    assert [(m["n"], m["left"], m["right"], m["count"]) for m in again] == [
        (m["n"], m["left"], m["right"], None) for m in told["merges"][100:105]
    ]


def test_the_table_grows_while_it_is_learned(ada_api: Any, ada: Any) -> None:
    row = Tokenizer.objects.create(
        owner=ada,
        title="b",
        kind="bpe",
        state="working",
        heartbeat_at=timezone.now(),
        options={"vocab_size": 300},
    )
    told = ada_api.get(f"{TOKENIZERS}{row.pk}/merges/").data
    assert told == {"total": 43, "learning": True, "merges": []}
    tokenizer_file(row).parent.mkdir(parents=True)
    (tokenizer_file(row).parent / TABLE).write_text('[256, "20", "61", 9, 100]\n[257, "2')
    assert [m["id"] for m in ada_api.get(f"{TOKENIZERS}{row.pk}/merges/").data["merges"]] == [256]


@pytest.mark.parametrize("text", [TEXT, "", "\u1112\u1161\u11ab", "a" * 3000, "\ufeff\u3000 café\u0301"])
def test_a_texts_history_gives_the_cuts_of_every_vocabulary(
    ada_api: Any, ada: Any, tales: Corpus, text: str
) -> None:
    from training.core.tokenizer.merges import History

    row = learned(ada, tales)
    told = ada_api.post(f"{TOKENIZERS}{row.pk}/history/", {"text": text}, format="json").data
    held = History(bytes.fromhex(told["hex"]), told["base"], told["joined"])
    full = ada_api.post(f"{TOKENIZERS}{row.pk}/encode/", {"text": text}, format="json").data["tokens"]
    assert [piece.hex() for piece in held.cut(told["vocab_size"])] == [token["hex"] for token in full]
    whole = load_tokenizer(tokenizer_file(row))
    assert isinstance(whole, BpeTokenizer)
    for size in (256, 300, 500):
        smaller = BpeTokenizer(whole.tokens[:size])
        assert held.cut(size) == [smaller.tokens[i] for i in smaller.encode(text)]


def test_tokenizers_are_compared_on_a_text_and_on_a_corpus(
    ada_api: Any, ben_api: Any, ada: Any, tales: Corpus
) -> None:
    rows = [learned(ada, tales), learned(ada, tales, "bytes"), learned(ada, tales, "characters")]
    wish = {"tokenizers": [row.pk for row in rows], "text": TEXT}
    bpe, by_byte, letters = ada_api.post(f"{TOKENIZERS}compare/", wish, format="json").data
    assert by_byte["n_tokens"] == len(TEXT.encode()) == bpe["n_bytes"]
    assert bpe["n_tokens"] < by_byte["n_tokens"]
    assert letters["n_tokens"] < len(TEXT)
    assert letters["n_unknown"] > 0 == bpe["n_unknown"]
    whole = {"tokenizers": [rows[1].pk], "corpus": tales.pk}
    told = ada_api.post(f"{TOKENIZERS}compare/", whole, format="json").data[0]
    assert (told["counted"], told["n_tokens"]) == (False, tales.n_bytes)
    TokenFile.objects.create(
        corpus=tales, tokenizer=rows[1], state="ready", n_train_tokens=5000, n_val_tokens=100
    )
    told = ada_api.post(f"{TOKENIZERS}compare/", whole, format="json").data[0]
    assert (told["counted"], told["n_tokens"]) == (True, 5100 - tales.n_documents)
    assert ben_api.post(f"{TOKENIZERS}compare/", wish, format="json").status_code == 404
    for bad in ({"tokenizers": []}, {"tokenizers": [rows[0].pk]}, {**wish, "corpus": tales.pk}):
        assert ada_api.post(f"{TOKENIZERS}compare/", bad, format="json").status_code == 400


def test_only_a_byte_pair_encoding_has_merges(ada_api: Any, ada: Any, tales: Corpus) -> None:
    row = learned(ada, tales, "characters")
    assert ada_api.get(f"{TOKENIZERS}{row.pk}/merges/").data["errors"][0]["code"] == "no_merges"
    refused = ada_api.post(f"{TOKENIZERS}{row.pk}/history/", {"text": "a"}, format="json")
    assert (refused.status_code, refused.data["errors"][0]["code"]) == (409, "no_merges")


def test_a_published_table_is_fetched_once_for_everybody(
    ada_api: Any, ben_api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tiktoken

    from training.core.errors import TokenizerError

    given = {"kind": "tiktoken", "encoding": "cl100k_base"}
    made = [client.post(TOKENIZERS, given, format="json").data for client in (ada_api, ben_api)]
    assert made[0]["id"] == made[1]["id"]

    def offline(name: str) -> Any:
        raise ConnectionError(name)

    monkeypatch.setattr(tiktoken, "get_encoding", offline)
    with pytest.raises(TokenizerError, match="tokenizer_not_cached"):
        make_tokenizer(made[0]["id"], Beat("tokenizer", "", ""))
    small = train_tokenizer("bpe", ["가나다 가나다"] * 9, 260)
    assert isinstance(small, BpeTokenizer)
    monkeypatch.setattr(tiktoken, "get_encoding", lambda _: small._encoding)
    assert make_tokenizer(made[0]["id"], Beat("tokenizer", "", ""))["vocab_size"] == small.vocab_size


def test_what_is_missing_in_the_form_is_told_at_its_field(ada_api: Any) -> None:
    for given, attr in (
        ({"kind": "bpe"}, "corpus"),
        ({"kind": "bpe", "corpus": "stories-ko", "vocab_size": 100}, "vocab_size"),
        ({"kind": "words", "corpus": "stories-ko"}, "kind"),
        ({"kind": "tiktoken", "encoding": "p50k"}, "encoding"),
    ):
        answer = ada_api.post(TOKENIZERS, given, format="json")
        assert (answer.status_code, answer.data["errors"][0]["attr"]) == (400, attr)


def test_a_tokenizer_with_a_name_of_its_own_is_its_makers_on_a_shipped_text_too(
    ada_api: Any, ada: Any, ben_api: Any
) -> None:
    shipped = Corpus.objects.create(title="Tales", kind="generator", visibility="public", state="ready")
    given = {"kind": "bpe", "corpus": shipped.pk, "vocab_size": 300}
    own = ada_api.post(TOKENIZERS, {**given, "title": "Mine alone"}, format="json").data["id"]
    for_all = ada_api.post(TOKENIZERS, given, format="json").data["id"]
    assert [one["id"] for one in ben_api.get(TOKENIZERS).data["results"]] == [for_all]
    assert ada_api.patch(f"{TOKENIZERS}{own}/", {"title": "Mine"}, format="json").status_code == 200
    assert ada_api.delete(f"{TOKENIZERS}{own}/").status_code == 204
