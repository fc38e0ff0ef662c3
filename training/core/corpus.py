"""A corpus on disk: `documents.jsonl`, one JSON string a line, and `facts.json`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from training.core.errors import CorpusError
from training.core.files import write_json
from training.core.textfile import read_texts
from training.core.tokens import TokenFacts, prepare_tokens

__all__ = ["CorpusFacts", "TokenFacts", "prepare_tokens", "read_documents", "read_facts", "write_corpus"]

DOCUMENTS = "documents.jsonl"
FACTS = "facts.json"
GENERATORS = {"stories-en": "en", "stories-ko": "ko"}
DEFAULT_BYTES = 5_000_000
MIN_BYTES, MAX_BYTES = 1_000, 1_000_000_000
MIN_CHARACTERS = 200
PREVIEW_CHARACTERS = 2_000
TELL_EVERY = 200  # documents
Progress = Callable[[float], None]


@dataclass(frozen=True)
class CorpusFacts:
    """What is worth knowing about a corpus; `digest` names its content."""

    n_bytes: int
    n_characters: int
    n_documents: int
    digest: str
    preview: str


def write_corpus(source: Mapping[str, Any], folder: Path, progress: Progress | None = None) -> CorpusFacts:
    """Collect the documents of a source into `folder`.

    `source` is {"generator": "stories-en" | "stories-ko", "seed": 0, "bytes": 5_000_000} or {"files": [path, …]}.
    Raises CorpusError with a code for everything a person can put right.
    """
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{DOCUMENTS}"
    facts = _write_documents(_documents(source), aside, progress)
    if facts.n_characters < MIN_CHARACTERS:
        aside.unlink()
        code = "corpus_too_short" if facts.n_characters else "corpus_empty"
        raise CorpusError(code, n_characters=facts.n_characters, minimum=MIN_CHARACTERS)
    aside.replace(folder / DOCUMENTS)
    write_json(folder / FACTS, asdict(facts))
    return facts


def read_documents(folder: Path) -> Iterator[str]:
    """Yield the documents of a corpus in their order."""
    with (folder / DOCUMENTS).open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def read_facts(folder: Path) -> CorpusFacts:
    """Return what `write_corpus` found out."""
    return CorpusFacts(**json.loads((folder / FACTS).read_bytes()))


def _documents(source: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Choose where documents come from; each comes with the share of the work that it completes."""
    if "files" in source:
        return _from_files([Path(path) for path in source["files"]])
    if source.get("generator") in GENERATORS:
        size = int(source.get("bytes", DEFAULT_BYTES))
        if not MIN_BYTES <= size <= MAX_BYTES:
            raise CorpusError("corpus_size_out_of_range", given=size, low=MIN_BYTES, high=MAX_BYTES)
        return _from_generator(GENERATORS[source["generator"]], int(source.get("seed", 0)), size)
    raise CorpusError("unknown_corpus_source", known=[*GENERATORS, "files"])


def _from_generator(language: str, seed: int, size: int) -> Iterator[tuple[str, float]]:
    from training.core.stories import Language, stories

    written = 0
    for story in stories(cast(Language, language), seed):
        written += len(story.encode())
        yield story, min(written / size, 1.0)
        if written >= size:
            return


def _from_files(paths: list[Path]) -> Iterator[tuple[str, float]]:
    for number, path in enumerate(paths, start=1):
        if not path.is_file():
            raise CorpusError("corpus_file_missing", file=path.name)
        for text in read_texts(path):
            yield text, number / len(paths)


def _write_documents(
    documents: Iterator[tuple[str, float]], path: Path, progress: Progress | None
) -> CorpusFacts:
    n_bytes = n_characters = n_documents = 0
    preview, digest = "", hashlib.sha256()
    with path.open("w", encoding="utf-8") as file:
        for text, share in documents:
            text = text.encode("utf-8", "replace").decode()  # a lone surrogate has no bytes
            line = json.dumps(text, ensure_ascii=False) + "\n"
            file.write(line)
            digest.update(line.encode())
            n_bytes += len(text.encode())
            n_characters += len(text)
            n_documents += 1
            if len(preview) < PREVIEW_CHARACTERS:
                preview = f"{preview}\n\n{text}".strip()[:PREVIEW_CHARACTERS]
            if progress is not None and n_documents % TELL_EVERY == 0:
                progress(share)
    if progress is not None:
        progress(1.0)
    return CorpusFacts(n_bytes, n_characters, n_documents, digest.hexdigest(), preview)
