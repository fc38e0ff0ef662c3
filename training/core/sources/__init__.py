"""Where the documents of a corpus come from. Each comes with the share of the work that it completes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from training.core.errors import CorpusError
from training.core.sources.cleaned import from_corpus
from training.core.sources.files import from_files
from training.core.sources.generated import GENERATORS, from_generator
from training.core.sources.hub import HubSource, from_hub
from training.core.sources.packaged import BOOKS, from_book

__all__ = ["BOOKS", "GENERATORS", "Documents", "documents"]
Documents = Iterator[tuple[str, float]]


def documents(source: Mapping[str, Any]) -> Documents:
    """Yield the documents of a source. Raises CorpusError.

    {"generator": "stories-en", "seed": 0, "bytes": 5_000_000} · {"files": [path, …], "column": None} ·
    {"book": "war-and-peace"} · {"hub": {"dataset", "config", "split", "columns", "rows", "streaming"}} ·
    {"corpus": folder, "without": ["duplicates", "damaged"]}
    """
    if "files" in source:
        return from_files([Path(path) for path in source["files"]], source.get("column") or None)
    if "hub" in source:
        return from_hub(HubSource(**source["hub"]))
    if "corpus" in source:
        return from_corpus(Path(source["corpus"]), source.get("without", ()))
    if source.get("book") in BOOKS:
        return from_book(source["book"])
    if source.get("generator") in GENERATORS:
        return from_generator(source["generator"], int(source.get("seed", 0)), int(source.get("bytes", 0)))
    raise CorpusError("unknown_corpus_source", known=[*GENERATORS, *BOOKS, "files", "hub"])
