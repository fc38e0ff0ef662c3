"""Reads of a corpus on the disk: some of its documents, what it is made of, and what is odd about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.errors import ConflictError
from common.models import WorkState
from training.core.documents import documents_at, random_numbers, read_statistics
from training.models import Corpus
from training.paths import corpus_folder
from training.words import sentence

SHOWN_CHARACTERS: Final = 4_000  # of one document
LITTLE_TEXT: Final = 100_000  # characters
MUCH: Final = 0.01  # a share of documents from which on something is a warning, not a note


def corpus_documents(
    corpus: Corpus, *, start: int = 1, count: int = 5, seed: int | None = None, numbers: Sequence[int] = ()
) -> dict[str, Any]:
    """Return documents with their numbers: those named, or drawn with `seed`, or `count` from `start` on."""
    folder = corpus_folder(_ready(corpus))
    try:
        if seed is not None:
            numbers = random_numbers(folder, count, seed)
        found = documents_at(folder, numbers or range(start, start + count))
    except OSError as error:
        raise _gone(corpus) from error
    shown = [
        {"number": number, "n_characters": len(text), "text": text[:SHOWN_CHARACTERS]}
        for number, text in found
    ]
    return {"n_documents": corpus.n_documents, "documents": shown}


def corpus_statistics(corpus: Corpus) -> dict[str, Any]:
    """Return what a corpus is made of, and warnings in words with a way out."""
    try:
        found = read_statistics(corpus_folder(_ready(corpus)))
    except OSError as error:
        raise _gone(corpus) from error
    return {**found, "warnings": warnings(found, corpus)}


def warnings(found: dict[str, Any], corpus: Corpus) -> list[dict[str, Any]]:
    """Say what is odd about a corpus: the most serious first."""
    total = corpus.n_documents or 1
    told = [_warning(kind, facts, total) for kind, facts in found["damage"].items()]
    if found["duplicates"]["n"]:
        told.append(_warning("duplicates", found["duplicates"], total))
    if (corpus.n_characters or 0) < LITTLE_TEXT:
        told.append(
            {**_warning("little", {"n": corpus.n_characters or 0, "examples": []}, total), "share": 0.0}
        )
    return sorted(told, key=lambda warning: (warning["severity"] != "warning", -warning["share"]))


def _warning(code: str, facts: dict[str, Any], total: int) -> dict[str, Any]:
    n, share = facts["n"], facts["n"] / total
    severity = "warning" if share >= MUCH or code == "little" else "note"
    detail = _words(code, n) % {"n": f"{n:,}"}
    return {
        "code": code,
        "severity": severity,
        "n": n,
        "share": share,
        "examples": facts["examples"],
        "detail": detail,
    }


def _words(code: str, n: int) -> str:
    if code == "duplicates":
        return ngettext(
            "%(n)s document is an exact copy of an earlier one. A model learns copies by heart; make a copy "
            "of this corpus without them. Copies never stand on both sides of the split.",
            "%(n)s documents are exact copies of earlier ones. A model learns copies by heart; make a copy "
            "of this corpus without them. Copies never stand on both sides of the split.",
            n,
        )
    if code == "control":
        return ngettext(
            "%(n)s document has control characters, which no text has: perhaps a binary file is among the "
            "files. Take it out, or make a copy of this corpus without such documents.",
            "%(n)s documents have control characters, which no text has: perhaps a binary file is among the "
            "files. Take it out, or make a copy of this corpus without such documents.",
            n,
        )
    if code == "lost":
        return ngettext(
            "%(n)s document has characters that were lost before it came here (�). Save the text anew as "
            "UTF-8 from its source, or make a copy of this corpus without such documents.",
            "%(n)s documents have characters that were lost before they came here (�). Save the text anew as "
            "UTF-8 from its source, or make a copy of this corpus without such documents.",
            n,
        )
    if code == "encoding":
        return ngettext(
            "%(n)s document was read in a wrong encoding somewhere (“â€™” for “’”, “ì•ˆ” for “안”). Save the "
            "text anew as UTF-8 from its source, or make a copy of this corpus without such documents.",
            "%(n)s documents were read in a wrong encoding somewhere (“â€™” for “’”, “ì•ˆ” for “안”). Save the "
            "text anew as UTF-8 from its source, or make a copy of this corpus without such documents.",
            n,
        )
    if code == "data":
        return ngettext(
            "%(n)s document has a run of 400 characters without a space: more likely data than text. Make a "
            "copy of this corpus without such documents.",
            "%(n)s documents have a run of 400 characters without a space: more likely data than text. Make a "
            "copy of this corpus without such documents.",
            n,
        )
    return _(
        "This corpus has only %(n)s characters. A model learns little from so few; a few hundred thousand "
        "are a start, five million are good."
    )


def _ready(corpus: Corpus) -> Corpus:
    if corpus.state != WorkState.READY:
        words = _("“%(title)s” is not ready yet. Try again in a moment.") % {"title": corpus.title}
        raise ConflictError(words, code="not_ready")
    return corpus


def _gone(corpus: Corpus) -> ConflictError:
    return ConflictError(sentence("corpus_gone"), code="corpus_gone")
