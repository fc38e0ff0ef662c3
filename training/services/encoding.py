"""Show how tokenizers cut a text, and how the cuts of a byte-pair encoding came to be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from common.errors import ConflictError, ProductError
from common.models import WorkState
from training.core.documents import documents_at, random_numbers
from training.core.errors import CoreError
from training.models import Corpus, TokenFile, Tokenizer
from training.paths import corpus_folder, tokenizer_file
from training.titles import tokenizer_title
from training.words import sentence

if TYPE_CHECKING:
    from training.core.tokenizer import BpeTokenizer
    from training.core.tokenizer import Tokenizer as Loaded

SAMPLE_DOCUMENTS, SAMPLE_CHARACTERS = 300, 100_000  # of a corpus, to work out its number of tokens


def encode_text(*, tokenizer: Tokenizer, text: str) -> dict[str, Any]:
    """Return the tokens of `text` and the characters that the tokenizer does not know."""
    held = loaded(tokenizer)
    cut = [(token_id, held.token_bytes(token_id)) for token_id in held.encode(text)]
    tokens = [{"id": i, "text": raw.decode("utf-8", "replace"), "hex": raw.hex()} for i, raw in cut]
    return {"tokens": tokens, "unknown": held.unknown(text)}


def text_history(*, tokenizer: Tokenizer, text: str) -> dict[str, Any]:
    """Return at which merge any two neighbouring bytes of `text` came together. Raises ConflictError."""
    from training.core.tokenizer.merges import history

    held = _bpe(tokenizer)
    found = history(held.tokens, held.pattern, text)
    return {"hex": found.raw.hex(), "base": found.base, "joined": found.joined, "vocab_size": held.vocab_size}


def merge_table(*, tokenizer: Tokenizer, after: int, limit: int) -> dict[str, Any]:
    """Return merges in order; of one that is being learned, those there are so far. Raises ConflictError."""
    from training.core.tokenizer.table import merges_of, read_merges

    found = read_merges(tokenizer_file(tokenizer).parent, after, limit)
    learning = tokenizer.state in (WorkState.WAITING, WorkState.WORKING)
    if learning:
        total = int(tokenizer.options.get("vocab_size", 0)) - 257
        return {"total": max(total, 0), "learning": True, "merges": found}
    held = _bpe(tokenizer)
    merges = found or merges_of(held, after, limit)
    return {"total": len(held.tokens) - 256, "learning": False, "merges": merges}


def tokenizers_compared(
    *, tokenizers: Sequence[Tokenizer], text: str = "", corpus: Corpus | None = None
) -> list[dict[str, Any]]:
    """Return how many tokens each tokenizer makes of a text, or of a corpus (worked out from a sample)."""
    sample = _sample(corpus) if corpus else [text]
    return [_compared(one, sample, corpus) for one in tokenizers]


def _compared(tokenizer: Tokenizer, sample: list[str], corpus: Corpus | None) -> dict[str, Any]:
    held = loaded(tokenizer)
    n_characters, n_bytes = sum(map(len, sample)), sum(len(text.encode()) for text in sample)
    n_tokens = sum(map(len, held.encode_many(sample)))
    told = {
        "id": tokenizer.pk,
        "title": tokenizer_title(tokenizer),
        "kind": tokenizer.kind,
        "vocab_size": held.vocab_size,
    }
    told |= {"n_unknown": len(held.unknown("".join(sample))), "counted": True}
    if corpus is not None:
        whole = TokenFile.objects.filter(corpus=corpus, tokenizer=tokenizer, state=WorkState.READY).first()
        told["counted"] = whole is not None
        n_documents = corpus.n_documents or 0
        if whole is not None:  # the end of each document is a token of its own, and no text
            n_tokens = (whole.n_train_tokens or 0) + (whole.n_val_tokens or 0) - n_documents
        else:
            n_tokens = round(n_tokens * (corpus.n_bytes or 0) / max(n_bytes, 1))
        n_characters, n_bytes = corpus.n_characters or 0, corpus.n_bytes or 0
    return {**told, "n_tokens": n_tokens, "n_characters": n_characters, "n_bytes": n_bytes}


def _sample(corpus: Corpus) -> list[str]:
    """Draw documents of a corpus, always the same ones, up to a size. Raises ConflictError."""
    if corpus.state != WorkState.READY:
        raise _not_ready(corpus.title)
    folder, sample, size = corpus_folder(corpus), [], 0
    try:
        for _number, text in documents_at(folder, random_numbers(folder, SAMPLE_DOCUMENTS, seed=0)):
            sample.append(text[: SAMPLE_CHARACTERS - size])
            size += len(sample[-1])
            if size >= SAMPLE_CHARACTERS:
                break
    except OSError as error:
        raise ConflictError(sentence("corpus_gone"), code="corpus_gone") from error
    return sample


def loaded(tokenizer: Tokenizer) -> Loaded:
    """Return the tokenizer of a row. Raises ConflictError if it is not ready, or its file cannot be read."""
    if tokenizer.state != WorkState.READY:
        raise _not_ready(tokenizer_title(tokenizer))
    path = tokenizer_file(tokenizer)
    try:
        return _load(path, path.stat().st_mtime_ns if path.is_file() else 0)
    except CoreError as error:
        raise ConflictError(sentence(error.code, error.values), code=error.code) from error


MOST_HELD: Final = 8


@lru_cache(maxsize=MOST_HELD)
def _load(path: Path, changed: int) -> Loaded:
    from training.core.tokenizer import load_tokenizer

    return load_tokenizer(path)


def _bpe(tokenizer: Tokenizer) -> BpeTokenizer:
    from training.core.tokenizer import BpeTokenizer

    held = loaded(tokenizer)
    if not isinstance(held, BpeTokenizer):
        words = _("“%(title)s” has no merges: only a byte-pair encoding grows by them.")
        raise ProductError(words % {"title": tokenizer_title(tokenizer)}, code="no_merges", status=409)
    return held


def _not_ready(title: str) -> ConflictError:
    return ConflictError(
        _("“%(title)s” is not ready yet. Try again in a moment.") % {"title": title}, code="not_ready"
    )
