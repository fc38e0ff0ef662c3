"""The merge table of a BPE on disk, `merges.jsonl`: written while it is learned, read while it grows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from training.core.tokenizer.bpe import BpeTokenizer, Merged
from training.core.tokenizer.merges import Merge, merges_between

TABLE = "merges.jsonl"
FLUSH_EVERY = 32  # merges


@contextmanager
def writing_merges(folder: Path) -> Iterator[Merged]:
    """Write each merge that one is told of; a reader sees them come."""
    with (folder / TABLE).open("w", encoding="ascii") as file:
        told = 0

        def merged(merge: Merge, count: int, n_characters: int) -> None:
            nonlocal told
            told += 1
            file.write(
                json.dumps([merge.id, merge.left.hex(), merge.right.hex(), count, n_characters]) + "\n"
            )
            if told % FLUSH_EVERY == 0:
                file.flush()

        yield merged


def read_merges(folder: Path, after: int, limit: int) -> list[dict[str, Any]]:
    """Return merges from the table, from the one numbered `after` + 1 on; a line that is half written waits."""
    try:
        with (folder / TABLE).open(encoding="ascii") as file:
            lines = [line for line in islice(file, after, after + limit) if line.endswith("\n")]
    except FileNotFoundError:
        return []
    rows = [json.loads(line) for line in lines]
    return [
        {"n": after + k, "id": i, "left": left, "right": right, "count": count, "n_characters": n}
        for k, (i, left, right, count, n) in enumerate(rows, start=1)
    ]


def merges_of(tokenizer: BpeTokenizer, after: int, limit: int) -> list[dict[str, Any]]:
    """Return merges worked out from the vocabulary alone, without counts: of tokenizers not learned here."""
    first = 256 + after
    found = merges_between(tokenizer.tokens, first, first + limit)
    nothing = {"count": None, "n_characters": None}
    return [
        {"n": one.id - 255, "id": one.id, "left": one.left.hex(), "right": one.right.hex(), **nothing}
        for one in found
    ]
