"""Collecting a corpus: its documents, what they are made of, and where each begins."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from training.core.documents import (
    DOCUMENTS,
    FACTS,
    STATISTICS,
    CorpusFacts,
    read_documents,
    read_facts,
    write_index,
)
from training.core.errors import CorpusError
from training.core.files import write_json
from training.core.sources import documents
from training.core.statistics import Statistics
from training.core.tokens import TokenFacts, prepare_tokens

__all__ = ["CorpusFacts", "TokenFacts", "prepare_tokens", "read_documents", "read_facts", "write_corpus"]

MIN_CHARACTERS = 200
MAX_BYTES = 1_000_000_000  # of a corpus, whatever its source
PREVIEW_CHARACTERS = 2_000
TELL_EVERY = 200  # documents
Progress = Callable[[float], None]
Count = Callable[[int, int], None]  # documents and bytes so far


def write_corpus(
    source: Mapping[str, Any], folder: Path, progress: Progress | None = None, count: Count | None = None
) -> CorpusFacts:
    """Collect the documents of a source (see `training.core.sources`) into `folder`.

    Raises CorpusError with a code for everything a person can put right.
    """
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{DOCUMENTS}"
    written = _Writing(int(source.get("max_bytes", MAX_BYTES)), progress, count)
    try:
        facts = written.write(documents(source), aside)
        if facts.n_characters < MIN_CHARACTERS:
            code = "corpus_too_short" if facts.n_characters else "corpus_empty"
            raise CorpusError(code, n_characters=facts.n_characters, minimum=MIN_CHARACTERS)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    aside.replace(folder / DOCUMENTS)
    write_index(folder, written.starts)
    write_json(folder / STATISTICS, written.statistics.to_json())
    write_json(folder / FACTS, asdict(facts))
    return facts


class _Writing:
    """Writes documents one by one, and counts while it does."""

    def __init__(self, max_bytes: int, progress: Progress | None, count: Count | None) -> None:
        self.max_bytes, self.progress, self.count = max_bytes, progress, count
        self.statistics = Statistics()
        self.starts = array("Q")
        self.n_bytes = self.n_characters = 0
        self.preview = ""

    def write(self, texts: Iterator[tuple[str, float]], path: Path) -> CorpusFacts:
        digest, position = hashlib.sha256(), 0
        with path.open("wb") as file:
            for text, share in texts:
                sound = text.encode("utf-8", "replace").decode()  # a lone surrogate has no bytes
                line = (json.dumps(sound, ensure_ascii=False) + "\n").encode()
                file.write(line)
                digest.update(line)
                self.starts.append(position)
                position += len(line)
                self._take_in(sound)
                self._tell(share)
        self._tell(1.0, last=True)
        n_documents = len(self.starts)
        return CorpusFacts(self.n_bytes, self.n_characters, n_documents, digest.hexdigest(), self.preview)

    def _take_in(self, text: str) -> None:
        self.n_bytes += len(text.encode())
        self.n_characters += len(text)
        self.statistics.add(text)
        if len(self.preview) < PREVIEW_CHARACTERS:
            self.preview = f"{self.preview}\n\n{text}".strip()[:PREVIEW_CHARACTERS]
        if self.n_bytes > self.max_bytes:
            raise CorpusError("corpus_too_large", limit=self.max_bytes // 10**6)

    def _tell(self, share: float, last: bool = False) -> None:
        if not last and len(self.starts) % TELL_EVERY:
            return
        if self.progress is not None:
            self.progress(share)
        if self.count is not None:
            self.count(len(self.starts), self.n_bytes)
