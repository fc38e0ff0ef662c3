"""From the files of a published folder to a tokenizer. Everything in them is hostile until it is checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from training.core.errors import TokenizerError
from training.core.tokenizer.base import Tokenizer
from training.core.tokenizer.huggingface.wrapped import MAX_BYTES, HuggingFaceTokenizer, parse

FILE: Final = "tokenizer.json"
CONFIG: Final = "tokenizer_config.json"
SPECIAL: Final = "special_tokens_map.json"
VOCAB, MERGES = "vocab.json", "merges.txt"
NAMES: Final = ("bos_token", "eos_token", "unk_token", "pad_token")
#: What ends a text in published vocabularies, where nothing says so.
USUAL_ENDS: Final = ("<|endoftext|>", "</s>", "<eos>", "<|end_of_text|>", "<|im_end|>", "[SEP]")


def read_huggingface(folder: Path, model_config: Mapping[str, Any] | None = None) -> Tokenizer:
    """Read `tokenizer.json`, or `vocab.json` and `merges.txt`, with the special tokens that go with it.

    Raises TokenizerError: tokenizer_missing, tokenizer_unreadable, tokenizer_without_end.
    """
    text = _tokenizer_text(folder)
    special = _special_tokens(folder)
    tokenizer = parse(text)
    vocab = tokenizer.get_vocab(with_added_tokens=True)
    return HuggingFaceTokenizer(text, _end(special, vocab, model_config or {}), special)


def _tokenizer_text(folder: Path) -> str:
    if (folder / FILE).is_file():
        return _text(folder / FILE)
    if (folder / VOCAB).is_file() and (folder / MERGES).is_file():
        return _byte_level(folder)
    raise TokenizerError("tokenizer_missing")


def _byte_level(folder: Path) -> str:
    """Build the byte-level BPE of GPT-2 from the two files that its tokenizer was published as."""
    import tokenizers
    from tokenizers import decoders, models, pre_tokenizers

    lines = _text(folder / MERGES).splitlines()
    merges = [tuple(line.split(" ")) for line in lines if line and not line.startswith("#version")]
    vocab = _json(folder / VOCAB)
    try:
        tokenizer = tokenizers.Tokenizer(models.BPE(vocab=vocab, merges=merges))  # type: ignore[arg-type]
    except Exception as error:  # the library raises plain Exception
        raise TokenizerError("tokenizer_unreadable", reason=str(error)[:200]) from error
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    ends = [end for end in USUAL_ENDS if end in vocab]
    tokenizer.add_special_tokens(ends)
    return tokenizer.to_str()


def _special_tokens(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in (SPECIAL, CONFIG):  # the second is what the library itself believes
        document = _json(folder / name) if (folder / name).is_file() else {}
        found |= {key: word for key in NAMES if (word := _word(document.get(key)))}
    return found


def _word(token: Any) -> str:
    """A special token is written as a word, or as an object with its content."""
    content = token.get("content") if isinstance(token, dict) else token
    return content if isinstance(content, str) else ""


def _end(special: Mapping[str, str], vocab: Mapping[str, int], model_config: Mapping[str, Any]) -> int:
    if special.get("eos_token") in vocab:
        return vocab[special["eos_token"]]
    named = model_config.get("eos_token_id")
    named = named[0] if isinstance(named, list) and named else named
    if isinstance(named, int) and not isinstance(named, bool) and named in vocab.values():
        return named
    for word in (*USUAL_ENDS, special.get("bos_token", "")):
        if word in vocab:
            return vocab[word]
    raise TokenizerError("tokenizer_without_end")


def _text(path: Path) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise TokenizerError("tokenizer_unreadable", reason=f"{path.name}: size")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise TokenizerError("tokenizer_unreadable", reason=f"{path.name}: UTF-8") from error


def _json(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(_text(path))
    except (ValueError, RecursionError) as error:
        raise TokenizerError("tokenizer_unreadable", reason=f"{path.name}: JSON") from error
    if not isinstance(document, dict):
        raise TokenizerError("tokenizer_unreadable", reason=f"{path.name}: JSON")
    return document
