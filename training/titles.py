"""Titles that this app gives to tokenizers: they are kept without words of a language, and told in the reader's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from training.words import corpus_title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from training.models import Corpus, Tokenizer

MOST: Final = 120  # characters of a title
KINDS: Final = {"bpe": "BPE", "characters": _("characters"), "bytes": _("bytes")}


def given_title(corpus: Corpus, kind: str, options: Mapping[str, int]) -> str:
    """Return the title that is kept for a tokenizer which nobody gave one."""
    tail = _tail(kind, options)
    return f"{corpus.title[: MOST - len(tail)]}{tail}"


def tokenizer_title(tokenizer: Tokenizer) -> str:
    """Return the title of a tokenizer in the active language, where this app gave it; else as a person wrote it."""
    tail = _tail(tokenizer.kind, tokenizer.options)
    if tokenizer.kind not in KINDS or not tokenizer.title.endswith(tail):
        return tokenizer.title
    head, corpus = tokenizer.title.removesuffix(tail), tokenizer.corpus
    if corpus is not None and head == corpus.title:
        head = corpus_title(corpus.slug, head)
    size = tokenizer.options.get("vocab_size")
    return f"{head} · {KINDS[tokenizer.kind]}" + (f" {size:,}" if size else "")


def _tail(kind: str, options: Mapping[str, int]) -> str:
    return " ".join(["", "·", kind, *(str(size) for size in options.values())])
