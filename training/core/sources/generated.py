"""Stories that are written here, as many as are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from training.core.errors import CorpusError

GENERATORS = {"stories-en": "en", "stories-ko": "ko"}
DEFAULT_BYTES = 5_000_000
MIN_BYTES, MAX_BYTES = 1_000, 1_000_000_000


def from_generator(name: str, seed: int, size: int) -> Iterator[tuple[str, float]]:
    """Yield stories until they have `size` bytes. Raises CorpusError("corpus_size_out_of_range")."""
    size = size or DEFAULT_BYTES
    if not MIN_BYTES <= size <= MAX_BYTES:
        raise CorpusError("corpus_size_out_of_range", given=size, low=MIN_BYTES, high=MAX_BYTES)
    return _stories(GENERATORS[name], seed, size)


def _stories(language: str, seed: int, size: int) -> Iterator[tuple[str, float]]:
    from training.core.stories import Language, stories

    written = 0
    for story in stories(cast(Language, language), seed):
        written += len(story.encode())
        yield story, min(written / size, 1.0)
        if written >= size:
            return
