"""The text that a training is judged by: spans fixed in bytes, the same for every tokenizer, context and batch size.

Bits per byte of two models can be compared only so: whatever their tokenizers cut, they are asked about the same text,
to within a token at the ends of a span. No torch.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.core.errors import TrainingError

SPAN = 4096  # bytes at most: long enough for a model to use its context, short enough to see many places
UNCOUNTED = -100  # in place of an id that is not to be guessed; cross-entropy leaves it out
BLOCK = 1 << 16  # tokens measured at once

Span = tuple[int, int]  # the first token to guess, and the one behind the last


@dataclass(frozen=True)
class Question:
    """A window of the text: ids are read from `start`, those of `first` to `end` are to be guessed."""

    start: int
    first: int
    end: int


class Ruler:
    """Tells at which byte of its text a token begins. Measured in blocks: a large text takes no memory to speak of."""

    def __init__(self, tokens: NDArray[Any], token_n_bytes: NDArray[Any]) -> None:
        self.tokens, self.sizes = tokens, token_n_bytes
        blocks = [
            int(token_n_bytes[tokens[at : at + BLOCK]].sum(dtype=np.int64))
            for at in range(0, len(tokens), BLOCK)
        ]
        self.marks = np.concatenate([[0], np.cumsum(blocks, dtype=np.int64)])  # bytes before each block

    @property
    def n_bytes(self) -> int:
        return int(self.marks[-1])

    def first_from(self, byte: float) -> int:
        """Return the first token that begins at `byte` or later; the number of tokens where none does."""
        block = max(0, int(np.searchsorted(self.marks, byte)) - 1)
        part = self.sizes[self.tokens[block * BLOCK : (block + 1) * BLOCK]].astype(np.int64)
        begins = self.marks[block] + np.cumsum(part) - part
        return block * BLOCK + int(np.searchsorted(begins, byte))


def spans(tokens: NDArray[Any], token_n_bytes: NDArray[Any], n_bytes: int) -> list[Span]:
    """Return the spans of held-out `tokens` to judge by: `n_bytes` spread evenly over the text, or all of it.

    `token_n_bytes` [V] are the bytes of each id. Raises TrainingError("held_out_text_too_short").
    """
    if len(tokens) < 2:
        raise TrainingError("held_out_text_too_short", n_tokens=len(tokens))
    ruler = Ruler(tokens, token_n_bytes)
    if ruler.n_bytes <= n_bytes:
        return [(1, len(tokens))]
    n_spans, size = _cut(n_bytes)
    starts = [index * ruler.n_bytes // n_spans for index in range(n_spans)]
    # Nothing tells of the first token of the text.
    found = [(max(1, ruler.first_from(start)), ruler.first_from(start + size)) for start in starts]
    return [(first, end) for first, end in found if first < end]


def questions(wanted: Sequence[Span], n_tokens: int, context_length: int) -> list[Question]:
    """Return windows in which every token of the spans is guessed once.

    Where a span ends in the midst of a window, the window begins earlier: its tokens are told more, none less.
    """
    length = min(context_length, n_tokens - 1)
    asked = []
    for first, end in wanted:
        for at in range(first, end, length):
            stop = min(at + length, end)
            asked.append(Question(max(0, stop - 1 - length), at, stop))
    return asked


def ask(
    tokens: NDArray[Any], asked: Sequence[Question], context_length: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the ids of windows and the ids to guess, both [B, T]; UNCOUNTED where there is nothing to guess."""
    length = min(context_length, len(tokens) - 1)
    rows = np.stack([tokens[one.start : one.start + length + 1] for one in asked]).astype(np.int64)
    places = np.arange(1, length + 1) + np.array([[one.start] for one in asked])
    firsts, ends = (np.array([[getattr(one, name)] for one in asked]) for name in ("first", "end"))
    counted = (firsts <= places) & (places < ends)
    return rows[:, :-1], np.where(counted, rows[:, 1:], UNCOUNTED)


def tokens_read(n_bytes: int, n_val: int | None, bytes_per_token: float, context_length: int) -> int:
    """Return about how many tokens an evaluation reads, of `n_val` held-out ones if so many are known."""
    length = context_length if n_val is None else max(1, min(context_length, n_val - 1))
    if n_val is not None and n_val * bytes_per_token <= n_bytes:
        return math.ceil((n_val - 1) / length) * length
    n_spans, size = _cut(n_bytes)
    return n_spans * math.ceil(size / bytes_per_token / length) * length


def _cut(n_bytes: int) -> tuple[int, int]:
    """Return how many spans there are, and the bytes of each."""
    n_spans = math.ceil(n_bytes / SPAN)
    return n_spans, n_bytes // n_spans
