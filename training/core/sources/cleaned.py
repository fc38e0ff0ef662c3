"""Another corpus without the documents that are there twice, or are damaged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from training.core.damage import damages, mark
from training.core.documents import read_documents, read_facts
from training.core.errors import CorpusError

WITHOUT = ("duplicates", "damaged")


def from_corpus(folder: Path, without: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield the documents of a corpus but those that are to be left out. Raises CorpusError."""
    try:
        total = read_facts(folder).n_documents
    except OSError as error:
        raise CorpusError("corpus_gone") from error
    return _kept(folder, without, total)


def _kept(folder: Path, without: Sequence[str], total: int) -> Iterator[tuple[str, float]]:
    seen: set[bytes] = set()
    for number, text in enumerate(read_documents(folder), start=1):
        known = mark(text)
        if "duplicates" in without and known in seen:
            continue
        if "damaged" in without and damages(text):
            continue
        seen.add(known)
        yield text, number / total
