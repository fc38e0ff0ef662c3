"""Train a tokenizer by its kind's name; read one back from its file."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from training.core.errors import TokenizerError
from training.core.tokenizer.base import FORMAT, Tokenizer
from training.core.tokenizer.bpe import BpeTokenizer, Merged, Progress
from training.core.tokenizer.bytes_ import ByteTokenizer
from training.core.tokenizer.characters import CharacterTokenizer

KINDS = ("characters", "bytes", "bpe")
ENCODINGS = ("gpt2", "cl100k_base", "o200k_base")


def train_tokenizer(
    kind: str,
    documents: Iterable[str],
    vocab_size: int = 1024,
    progress: Progress | None = None,
    merged: Merged | None = None,
) -> Tokenizer:
    """Make a tokenizer for these documents; `vocab_size` matters to "bpe" alone. Raises TokenizerError."""
    tokenizer: Tokenizer
    if kind == "bytes":
        tokenizer = ByteTokenizer()
    elif kind == "characters":
        tokenizer = CharacterTokenizer.train(documents)
    elif kind == "bpe":
        tokenizer = BpeTokenizer.train(documents, vocab_size, progress, merged)
    else:
        raise TokenizerError("unknown_tokenizer_kind", kind=kind, known=list(KINDS))
    if progress is not None:
        progress(1.0)
    return tokenizer


def published_tokenizer(name: str) -> BpeTokenizer:
    """Return a tokenizer whose table tiktoken publishes, its ids as published, with the end of text as last id.

    Raises TokenizerError("tokenizer_not_cached") where the table is neither here nor to be had.
    """
    import tiktoken

    if name not in ENCODINGS:
        raise TokenizerError("unknown_tokenizer_kind", kind=name, known=list(ENCODINGS))
    try:
        encoding = tiktoken.get_encoding(name)
    except (OSError, ValueError) as error:  # no network (requests' errors are OSErrors), or a damaged table
        raise TokenizerError("tokenizer_not_cached", name=name) from error
    ranks = encoding._mergeable_ranks
    return BpeTokenizer(sorted(ranks, key=ranks.__getitem__), encoding._pat_str)


def load_tokenizer(path: Path | str) -> Tokenizer:
    """Read a tokenizer file. Raises TokenizerError("tokenizer_unreadable")."""
    try:
        document = json.loads(Path(path).read_bytes())
        if document["format"] != FORMAT:
            raise TokenizerError("tokenizer_unreadable", reason=f"format {document['format']}")
        return _from_json(document)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TokenizerError("tokenizer_unreadable", reason=type(error).__name__) from error


def _from_json(document: dict[str, Any]) -> Tokenizer:
    kind = document["kind"]
    if kind == "bytes":
        return ByteTokenizer()
    if kind == "characters":
        return CharacterTokenizer(document["characters"])
    if kind == "bpe":
        tokens = [base64.b64decode(token) for token in document["tokens"]]
        return BpeTokenizer(tokens, document["pattern"])
    if kind == "huggingface":
        from training.core.tokenizer.huggingface import HuggingFaceTokenizer

        return HuggingFaceTokenizer(document["tokenizer"], document["eot_id"], document["special_tokens"])
    raise TokenizerError("unknown_tokenizer_kind", kind=kind, known=list(KINDS))
