"""A corpus on the disk: its documents by number, what it is made of, and its split."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from training.core.corpus import read_documents, write_corpus
from training.core.damage import damages
from training.core.documents import INDEX, STATISTICS, documents_at, random_numbers, read_statistics
from training.core.errors import CorpusError
from training.core.tokenizer import train_tokenizer
from training.core.tokens import prepare_tokens


def corpus_of(folder: Path, texts: list[str], **source: Any) -> Path:
    file = folder / "texts.txt"
    file.write_text("<|endoftext|>".join(texts))
    write_corpus({"files": [str(file)], **source}, folder / "corpus")
    return folder / "corpus"


def tale(n: int) -> str:
    return f"옛날 옛적에 fox number {n} lived here. " * (1 + n % 3)


def test_documents_are_found_by_their_numbers_with_an_index_and_without(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, [tale(n) for n in range(30)])
    wanted = [(7, tale(6).strip()), (1, tale(0).strip())]
    assert documents_at(corpus, [7, 1, 31, 0]) == wanted
    (corpus / INDEX).unlink()
    assert documents_at(corpus, [7, 1, 31, 0]) == wanted
    drawn = random_numbers(corpus, 5, seed=3)
    assert len(set(drawn)) == 5
    assert drawn == random_numbers(corpus, 5, seed=3)
    assert drawn != random_numbers(corpus, 5, seed=4)


def test_statistics_count_what_is_there(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, ["가나 다 abc", "가나 λ", *["둘 둘 둘 둘" * 9] * 3, "x" * 200])
    found = read_statistics(corpus)
    assert found["duplicates"] == {"n": 2, "examples": [4, 5]}
    assert {row["script"]: row["n"] for row in found["scripts"]} == {
        "Hangul": 5 + 4 * 9 * 3,
        "Latin": 203,
        "Greek": 1,
    }
    assert sum(row["share"] for row in found["scripts"]) == pytest.approx(1)
    assert ["가나", 2] in found["words"]
    assert found["characters"][0] == ["x", 200]
    assert (found["lengths"]["shortest"], found["lengths"]["longest"]) == (4, 200)
    assert sum(one["n"] for one in found["lengths"]["bins"]) == 6
    (corpus / STATISTICS).unlink()
    assert read_statistics(corpus) == found


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("옛날 옛적에, “여우”가 café에서 «déjà vu»라고 말했어요 — Ångström, ÉCOLE.", []),
        ("çéèêëàâîïôûùüÿñ are letters; 中文和日本語もあります", []),
        ("a\x00b", ["control"]),
        ("lost \ufffd", ["lost"]),
        ("It’s “here”".encode().decode("cp1252", "ignore"), ["encoding"]),
        ("안녕하세요".encode().decode("latin-1"), ["encoding"]),
        ("안녕하세요".encode("cp949").decode("latin-1"), ["encoding"]),
        ("QUJD" * 120, ["data"]),
    ],
)
def test_damage_is_seen_and_sound_text_is_not(text: str, kinds: list[str]) -> None:
    assert damages(text) == kinds


def test_the_split_that_is_shown_is_the_split_that_is_trained_on(tmp_path: Path) -> None:
    texts = [tale(n) for n in range(100)]
    corpus = corpus_of(tmp_path, [*texts, *texts[:10]])
    tokens = prepare_tokens(corpus, train_tokenizer("bytes", []), tmp_path / "tokens")
    split = read_statistics(corpus)["split"]
    held, learned = (
        bytes(np.fromfile(tokens.folder / name, "<u2").clip(max=255).astype(np.uint8))
        for name in ("val.bin", "train.bin")
    )
    documents = [text.encode() for text in read_documents(corpus)]
    assert split["n_val"] == sum(held.split(b"\xff").count(one) > 0 for one in documents)
    assert split["n_train"] + split["n_val"] == 110
    assert not set(held.split(b"\xff")[:-1]) & set(learned.split(b"\xff")[:-1])


def test_a_cleaned_corpus_has_each_sound_document_once(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, [tale(1) * 9, tale(2) * 9, tale(1) * 9, "bad \x0b \x02" + tale(3)])
    source = {"corpus": str(corpus), "without": ["duplicates", "damaged"]}
    assert write_corpus(source, tmp_path / "cleaned").n_documents == 2
    with pytest.raises(CorpusError, match="corpus_gone"):
        write_corpus({"corpus": str(tmp_path / "none"), "without": []}, tmp_path / "x")


def test_a_corpus_is_never_larger_than_there_is_room(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="corpus_too_large"):
        corpus_of(tmp_path, [tale(n) for n in range(100)], max_bytes=1000)
    assert list((tmp_path / "corpus").iterdir()) == []


def test_the_end_that_is_held_out_of_one_long_text_is_the_same_bytes_for_every_tokenizer(
    tmp_path: Path,
) -> None:
    text = " ".join(tale(n) for n in range(300)) + " zebra quartz jumped" * 60
    corpus = corpus_of(tmp_path, [text])
    ends = []
    for kind in ("bytes", "bpe", "characters"):
        tokenizer = train_tokenizer(kind, [text], 400)
        facts = prepare_tokens(corpus, tokenizer, tmp_path / "tokens", 0.1)
        held_out = np.fromfile(facts.folder / "val.bin", "<u2")
        ends.append(len(b"".join(tokenizer.token_bytes(int(one)) for one in held_out)))
    assert max(ends) - min(ends) < 30, "to within a token"
    assert ends[0] == pytest.approx(0.1 * len(text.encode()), abs=30)
