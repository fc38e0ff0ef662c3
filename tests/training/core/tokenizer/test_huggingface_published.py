"""Tokenizers as models are published with them: byte fallback, Metaspace, Unigram, WordPiece; and hostile ones."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import tokenizers
from tokenizers import decoders, models, normalizers, pre_tokenizers, processors, trainers

from training.core.errors import TokenizerError
from training.core.stories import stories
from training.core.tokenizer import Tokenizer, load_tokenizer
from training.core.tokenizer.huggingface import HuggingFaceTokenizer, read_huggingface

TEXTS = ["One day, a cat sat.", " two  spaces", "어느 날 토끼가", "emoji 😀 ñ\n\nnew", "zq</s>x", ""]
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]


def llama() -> tokenizers.Tokenizer:
    """As Llama 2's is built: spaces become ▁, what is not in the vocabulary becomes bytes, <s> comes first."""
    made = tokenizers.Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    made.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    made.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    special = ["<unk>", "<s>", "</s>"]
    trainer = trainers.BpeTrainer(vocab_size=600, special_tokens=[*special, *BYTES], show_progress=False)
    made.train_from_iterator(islice(stories("en", 1), 200), trainer)
    document = json.loads(made.to_str())
    document["added_tokens"] = [t for t in document["added_tokens"] if t["content"] in special]
    made = tokenizers.Tokenizer.from_str(json.dumps(document))
    made.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    return made


def unigram() -> tokenizers.Tokenizer:
    made = tokenizers.Tokenizer(models.Unigram())
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=400, special_tokens=["<unk>", "</s>"], unk_token="<unk>", show_progress=False
    )
    made.train_from_iterator(islice(stories("en", 1), 200), trainer)
    return made


def wordpiece() -> tokenizers.Tokenizer:
    made = tokenizers.Tokenizer(models.WordPiece(unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.decoder = decoders.WordPiece(cleanup=False)
    trainer = trainers.WordPieceTrainer(vocab_size=400, special_tokens=["<unk>", "</s>"], show_progress=False)
    made.train_from_iterator(islice(stories("en", 1), 200), trainer)
    return made


KINDS = {"llama": llama, "unigram": unigram, "wordpiece": wordpiece}


@pytest.fixture(scope="module", params=list(KINDS))
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the library itself says, and what we read from its file."""
    folder = tmp_path_factory.mktemp(request.param)
    theirs = KINDS[request.param]()
    theirs.save(str(folder / "tokenizer.json"))
    config = {"eos_token": {"content": "</s>", "special": True}, "unk_token": "<unk>"}
    (folder / "tokenizer_config.json").write_text(json.dumps(config))
    return theirs, read_huggingface(folder)


def test_texts_are_cut_as_the_library_cuts_them(published: Any) -> None:
    theirs, ours = published
    theirs.encode_special_tokens = True
    for text in TEXTS:
        expected = [i for i in theirs.encode(text, add_special_tokens=False).ids if i != ours.eot_id]
        assert ours.encode(text) == expected
        assert ours.decode(expected) == theirs.decode(expected)


def test_bytes_of_tokens_join_to_the_text(published: Any) -> None:
    theirs, ours = published
    for text in ("One day a cat sat", "the little dog"):
        ids = ours.encode(text)
        assert b"".join(map(ours.token_bytes, ids)).decode().strip() == theirs.decode(ids)


def test_the_end_of_a_text_is_named_by_the_config_and_never_comes_from_a_text(published: Any) -> None:
    theirs, ours = published
    assert ours.eot_id == theirs.token_to_id("</s>")
    assert ours.eot_id not in ours.encode("a</s>b")
    assert ours.token_bytes(ours.eot_id) == b""


def test_a_saved_one_is_the_same(published: Any, tmp_path: Path) -> None:
    _, ours = published
    ours.save(tmp_path / "tokenizer.json")
    again = load_tokenizer(tmp_path / "tokenizer.json")
    assert isinstance(again, HuggingFaceTokenizer)
    assert (again.digest, again.vocab_size, again.eot_id) == (ours.digest, ours.vocab_size, ours.eot_id)
    assert again.encode(TEXTS[0]) == ours.encode(TEXTS[0])


def read(folder: Path, made: tokenizers.Tokenizer, **config: Any) -> Tokenizer:
    made.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps(config))
    return read_huggingface(folder)


def test_llamas_begin_with_s_and_know_every_character_by_its_bytes(tmp_path: Path) -> None:
    ours = read(tmp_path, llama(), eos_token="</s>")
    assert ours.beginning == [1]
    assert ours.unknown("한😀") == []
    assert ours.decode(ours.encode("한😀")) == "한😀"
    assert [ours.token_bytes(i) for i in ours.encode("한")][-3:] == [b"\xed", b"\x95", b"\x9c"]


def test_characters_that_are_unknown_are_named(tmp_path: Path) -> None:
    ours = read(tmp_path, unigram(), eos_token="</s>", unk_token="<unk>")
    assert ours.beginning == []
    assert ours.unknown("a 😀 cat 😀") == ["😀"]


def test_gpt2s_two_files_make_a_tokenizer(tmp_path: Path) -> None:
    source = tokenizers.ByteLevelBPETokenizer()
    source.train_from_iterator(
        islice(stories("ko", 1), 100), vocab_size=400, special_tokens=["<|endoftext|>"]
    )
    source.save_model(str(tmp_path))
    ours = read_huggingface(tmp_path)
    assert ours.eot_id == 0
    text = "어느 날 a cat 😀"
    assert ours.encode(text) == source.encode(text).ids
    assert ours.decode(ours.encode(text)) == text


HOSTILE = {
    "no JSON": b"{",
    "no object": b"[1, 2]",
    "no text": b"\xff\xfe",
    "deep": b"[" * 100_000,
    "a merge of nothing": json.dumps(
        {"model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["a b"]}}
    ).encode(),
    "a vast id": json.dumps(
        {"model": {"type": "WordLevel", "vocab": {"</s>": 4_000_000_000}, "unk_token": "</s>"}}
    ).encode(),
    "a bad pattern": json.dumps(
        {
            "model": {"type": "BPE", "vocab": {"</s>": 0}, "merges": []},
            "pre_tokenizer": {
                "type": "Split",
                "pattern": {"Regex": "(("},
                "behavior": "Isolated",
                "invert": False,
            },
        }
    ).encode(),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_files_are_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "tokenizer.json").write_bytes(content)
    with pytest.raises(TokenizerError) as refused:
        read_huggingface(tmp_path)
    assert refused.value.code == "tokenizer_unreadable"


def test_a_folder_without_a_tokenizer_says_so(tmp_path: Path) -> None:
    with pytest.raises(TokenizerError, match="tokenizer_missing"):
        read_huggingface(tmp_path)


def test_a_vocabulary_without_an_end_is_refused(tmp_path: Path) -> None:
    made = tokenizers.Tokenizer(models.WordLevel({"a": 0, "b": 1}, unk_token="a"))
    with pytest.raises(TokenizerError, match="tokenizer_without_end"):
        read(tmp_path, tokenizers.Tokenizer(models.BPE()))
    with pytest.raises(TokenizerError, match="tokenizer_without_end"):
        read(tmp_path, made)
    made.save(str(tmp_path / "tokenizer.json"))
    assert read_huggingface(tmp_path, {"eos_token_id": [1, 0]}).eot_id == 1


def test_ids_that_no_token_has_stand_for_nothing(tmp_path: Path) -> None:
    ours = read(tmp_path, tokenizers.Tokenizer(models.WordLevel({"a": 0, "</s>": 5}, unk_token="a")))
    assert ours.vocab_size == 6
    assert ours.token_bytes(3) == b""
    assert ours.decode([0, 3, 5]) == "a"
    with pytest.raises(IndexError):
        ours.token_bytes(6)
