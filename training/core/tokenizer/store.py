"""Train a tokenizer by its kind's name; read one back from its file."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from training.core.errors import TokenizerError
from training.core.tokenizer.base import FORMAT, Tokenizer
from training.core.tokenizer.bpe import BpeTokenizer, Progress
from training.core.tokenizer.bytes_ import ByteTokenizer
from training.core.tokenizer.characters import CharacterTokenizer

KINDS = ("characters", "bytes", "bpe")


def train_tokenizer(
    kind: str, documents: Iterable[str], vocab_size: int = 1024, progress: Progress | None = None
) -> Tokenizer:
    """Make a tokenizer for these documents; `vocab_size` matters to "bpe" alone. Raises TokenizerError."""
    tokenizer: Tokenizer
    if kind == "bytes":
        tokenizer = ByteTokenizer()
    elif kind == "characters":
        tokenizer = CharacterTokenizer.train(documents)
    elif kind == "bpe":
        tokenizer = BpeTokenizer.train(documents, vocab_size, progress)
    else:
        raise TokenizerError("unknown_tokenizer_kind", kind=kind, known=list(KINDS))
    if progress is not None:
        progress(1.0)
    return tokenizer


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
