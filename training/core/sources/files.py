"""Files that a person uploaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.core.errors import CorpusError
from training.core.sources.archives import read_archive
from training.core.sources.tables import read_table
from training.core.textfile import read_texts


def from_files(paths: list[Path], column: str | None = None) -> Iterator[tuple[str, float]]:
    """Yield the documents of all files, in order. Raises CorpusError."""
    for number, path in enumerate(paths):
        if not path.is_file():
            raise CorpusError("corpus_file_missing", file=path.name)
        for text, share in _documents(path, column):
            yield text, (number + share) / len(paths)


def _documents(path: Path, column: str | None) -> Iterator[tuple[str, float]]:
    suffix = path.suffix.lower()
    if suffix == ".zip":
        yield from read_archive(path, column)
    elif suffix == ".parquet":
        yield from read_table(path, path.name, column)
    else:
        for text in read_texts(path, column):
            yield text, 1.0
