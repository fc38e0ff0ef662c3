"""Which documents are held out to judge a model by: chosen by content, the same whatever their order."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

VAL_FRACTION = 0.05
MIN_DOCUMENTS_TO_SPLIT = 20  # with fewer, the end of the text is held out instead of whole documents
By = Literal["documents", "end"]


def held_out(marks: Collection[bytes], fraction: float) -> set[bytes]:
    """Return the marks of the held-out documents, empty where the end of the text is held out.

    Equal documents have one mark, so they fall on the same side.
    """
    different = sorted(set(marks))
    if len(different) < MIN_DOCUMENTS_TO_SPLIT:
        return set()
    return set(different[: max(1, round(fraction * len(different)))])
