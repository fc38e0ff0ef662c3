"""Our tokenizers and those of the Hugging Face library say the same, both ways."""

from __future__ import annotations

import json
import random
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import transformers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from training.core.stories import stories
from training.core.tokenizer import Tokenizer, train_tokenizer
from training.core.tokenizer.huggingface import read_huggingface, to_huggingface

STORIES = [*islice(stories("en", 1), 200), *islice(stories("ko", 1), 200)]
HARD = [
    "",
    " ",
    "\n\n  \t x\r\n",
    "어느 날, 작은 토끼가 살았어요.",
    "\u1112\u1161\u11ab",  # 한 in three letters
    "😀👩‍👩‍👧 naïve café 東京 \u0000\u200b",
    "aaaaaaaaaaaaaaaaaaaaaaa" * 7,
    "the" * 40 + " " * 33 + "1234567 don't",
    "<|endoftext|> is eleven letters </s>",
]


@pytest.fixture(scope="module", params=["characters", "bytes", "bpe"])
def ours(request: pytest.FixtureRequest) -> Tokenizer:
    return train_tokenizer(request.param, STORIES, 700)


@pytest.fixture(scope="module")
def theirs(ours: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp(ours.kind)
    to_huggingface(ours, folder, context_length=128)
    return transformers.AutoTokenizer.from_pretrained(str(folder))


def check_equal(ours: Tokenizer, theirs: Any, text: str) -> None:
    ids = ours.encode(text)
    assert theirs.encode(text, add_special_tokens=False) == ids
    assert theirs.decode(ids) == ours.decode(ids)


@pytest.mark.parametrize("text", HARD)
def test_autotokenizer_cuts_hard_texts_into_our_ids(ours: Tokenizer, theirs: Any, text: str) -> None:
    check_equal(ours, theirs, text)


def test_autotokenizer_cuts_stories_into_our_ids(ours: Tokenizer, theirs: Any) -> None:
    for text in [*islice(stories("en", 9), 50), *islice(stories("ko", 9), 50)]:
        check_equal(ours, theirs, text)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from("abth e\n 0'.한국어가é😀\u1100\u1161") | st.characters(codec="utf-8")))
def test_autotokenizer_cuts_any_text_into_our_ids(ours: Tokenizer, theirs: Any, text: str) -> None:
    check_equal(ours, theirs, text)


def test_ids_in_any_order_decode_alike(ours: Tokenizer, theirs: Any) -> None:
    draw = random.Random(0)
    for _ in range(50):
        ids = [draw.randrange(ours.vocab_size - 1) for _ in range(30)]
        assert theirs.decode(ids) == ours.decode(ids)


def test_a_text_begins_where_the_product_begins_it(ours: Tokenizer, theirs: Any) -> None:
    text = "One day"
    assert theirs(text)["input_ids"] == [*ours.beginning, *ours.encode(text)]
    assert theirs.eos_token_id == ours.eot_id
    assert theirs.model_max_length == 128
    assert len(theirs) == ours.vocab_size


@pytest.mark.parametrize("model_type", ["llama", "gpt2", "mistral"])
def test_it_is_the_same_beside_the_config_of_a_family(
    ours: Tokenizer, tmp_path: Path, model_type: str
) -> None:
    to_huggingface(ours, tmp_path, context_length=128)
    (tmp_path / "config.json").write_text(json.dumps({"model_type": model_type}))
    theirs = transformers.AutoTokenizer.from_pretrained(str(tmp_path))
    for text in HARD:
        check_equal(ours, theirs, text)


def test_what_was_written_is_read_back(ours: Tokenizer, tmp_path: Path) -> None:
    to_huggingface(ours, tmp_path, context_length=128)
    read = read_huggingface(tmp_path)
    assert read.kind == "huggingface"
    assert (read.vocab_size, read.eot_id, read.beginning) == (ours.vocab_size, ours.eot_id, ours.beginning)
    assert [read.token_bytes(i) for i in range(read.vocab_size)] == [
        ours.token_bytes(i) for i in range(ours.vocab_size)
    ]
    for text in HARD:
        assert read.encode(text) == ours.encode(text)
        assert read.decode(ours.encode(text)) == ours.decode(ours.encode(text))
        assert [c for c in ours.unknown(text) if not c.isspace()] == read.unknown(text)
    assert read.encode_many(HARD) == [read.encode(text) for text in HARD]
