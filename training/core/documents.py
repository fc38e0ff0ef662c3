"""The documents of a corpus on disk: `documents.jsonl`, one JSON string a line, its index and its facts."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.core.files import write_whole

DOCUMENTS = "documents.jsonl"
INDEX = "documents.idx"  # where each line begins: uint64, little-endian
FACTS = "facts.json"
STATISTICS = "statistics.json"


@dataclass(frozen=True)
class CorpusFacts:
    """What is worth knowing about a corpus; `digest` names its content."""

    n_bytes: int
    n_characters: int
    n_documents: int
    digest: str
    preview: str


def read_documents(folder: Path) -> Iterator[str]:
    """Yield the documents of a corpus in their order."""
    with (folder / DOCUMENTS).open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def read_facts(folder: Path) -> CorpusFacts:
    """Return what `write_corpus` found out."""
    return CorpusFacts(**json.loads((folder / FACTS).read_bytes()))


def read_statistics(folder: Path) -> dict[str, Any]:
    """Return the statistics of a corpus; those of one that was written without are counted and kept."""
    path = folder / STATISTICS
    if not path.is_file():
        from training.core.files import write_json
        from training.core.statistics import Statistics

        counted = Statistics()
        for text in read_documents(folder):
            counted.add(text)
        write_json(path, counted.to_json())
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def read_index(folder: Path) -> NDArray[np.uint64]:
    """Return where each document begins, from the index; it is made where it is missing."""
    path = folder / INDEX
    if not path.is_file():
        write_index(folder, _line_starts(folder / DOCUMENTS))
    return np.fromfile(path, "<u8")


def write_index(folder: Path, starts: Iterable[int]) -> None:
    """Keep where each line of the documents begins."""
    write_whole(folder / INDEX, np.fromiter(starts, "<u8").tobytes())


def _line_starts(path: Path) -> Iterator[int]:
    start = 0
    with path.open("rb") as file:
        for line in file:
            yield start
            start += len(line)


def documents_at(folder: Path, numbers: Iterable[int]) -> list[tuple[int, str]]:
    """Return (number, text) of the documents with these numbers, counted from 1; others are left out."""
    starts = read_index(folder)
    found = []
    with (folder / DOCUMENTS).open("rb") as file:
        for number in numbers:
            if 1 <= number <= len(starts):
                file.seek(int(starts[number - 1]))
                found.append((number, json.loads(file.readline())))
    return found


def random_numbers(folder: Path, count: int, seed: int) -> list[int]:
    """Draw the numbers of different documents, ascending, the same for a seed."""
    total = len(read_index(folder))
    return sorted(random.Random(seed).sample(range(1, total + 1), min(count, total)))  # noqa: S311
