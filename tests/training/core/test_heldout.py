"""Every tokenizer, context and batch size is asked about the same bytes of the held-out text, each token once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from training.core.errors import TrainingError
from training.core.heldout import SPAN, UNCOUNTED, ask, questions, spans, tokens_read

TEXT = b"".join(b"The fox number %d ran up the hill and sat there. " % n for n in range(2000))


class Cut:
    """The text cut into pieces whose lengths are drawn, as one tokenizer or another might."""

    def __init__(self, longest: int, seed: int = 0) -> None:
        lengths, left = [], len(TEXT)
        generator = np.random.default_rng(seed)
        while left:
            lengths.append(min(left, int(generator.integers(1, longest + 1))))
            left -= lengths[-1]
        # An id stands for a length here; id 0 is the end of a text, which has none.
        self.tokens: NDArray[Any] = np.array([*lengths, 0], "<u2")
        self.sizes = np.arange(longest + 1)
        self.begins = np.cumsum(self.sizes[self.tokens]) - self.sizes[self.tokens]

    def bytes_of(self, wanted: list[tuple[int, int]]) -> set[int]:
        """Return the places of the bytes that are to be guessed."""
        found = set[int]()
        for first, end in wanted:
            for token in range(first, end):
                found |= set(range(self.begins[token], self.begins[token] + self.tokens[token]))
        return found


@pytest.mark.parametrize("n_bytes", [300, SPAN, 3 * SPAN + 17, len(TEXT) // 2])
def test_tokenizers_are_asked_about_the_same_bytes_to_within_a_token(n_bytes: int) -> None:
    cuts = [Cut(1), Cut(3), Cut(9, seed=1)]
    asked = [cut.bytes_of(spans(cut.tokens, cut.sizes, n_bytes)) for cut in cuts]
    n_spans = -(-n_bytes // SPAN)
    for found in asked:
        assert abs(len(found) - n_bytes) <= 10 * n_spans
        assert len(found ^ asked[0]) <= 2 * 9 * n_spans
    assert max(asked[0]) > len(TEXT) / 2 or n_spans == 1, "spread over the text"


def test_a_large_text_is_searched_in_blocks_and_found_all_the_same() -> None:
    tokens: NDArray[Any] = np.ones(200_000, "<u2")
    sizes = np.array([0, 2])
    for first, end in spans(tokens, sizes, 40_000):
        assert (end - first) * 2 == pytest.approx(4000, abs=2)
    starts = [first for first, _ in spans(tokens, sizes, 40_000)]
    assert starts == [max(1, n * 20_000) for n in range(10)]


def test_a_short_text_is_asked_about_whole() -> None:
    cut = Cut(3)
    assert spans(cut.tokens, cut.sizes, len(TEXT)) == [(1, len(cut.tokens))]


def test_a_text_of_one_token_says_so() -> None:
    with pytest.raises(TrainingError) as caught:
        spans(np.array([3], "<u2"), np.arange(4), 1000)
    assert (caught.value.code, caught.value.values) == ("held_out_text_too_short", {"n_tokens": 1})


@pytest.mark.parametrize("context_length", [1, 7, 64, 5000, 100_000])
def test_every_token_of_the_spans_is_guessed_once_after_those_before_it(context_length: int) -> None:
    tokens: NDArray[Any] = np.arange(20_000, dtype="<u2")
    wanted = [(1, 130), (9000, 9100), (19_950, 20_000)]
    asked = questions(wanted, len(tokens), context_length)
    x, y = ask(tokens, asked, context_length)
    assert x.shape == y.shape == (len(asked), min(context_length, len(tokens) - 1))
    guessed = y[y != UNCOUNTED]
    assert sorted(guessed) == [n for first, end in wanted for n in range(first, end)]
    assert np.array_equal(x[y != UNCOUNTED] + 1, guessed), "what is read comes right before"


def test_the_end_of_a_span_keeps_its_context() -> None:
    tokens: NDArray[Any] = np.arange(1000, dtype="<u2")
    asked = questions([(500, 510)], len(tokens), 64)
    x, y = ask(tokens, asked, 64)
    assert x[0, 0] == 445
    assert list(y[0, -10:]) == list(range(500, 510))


@pytest.mark.parametrize(
    ("n_bytes", "length"),
    [(3 * SPAN, 64), (300, 16), (10**6, 64), (SPAN, 2000), (10**6, 10**6), (300, 10**6), (10**6, 4000)],
)
def test_the_tokens_to_read_are_foreseen(n_bytes: int, length: int) -> None:
    cut = Cut(3)
    asked = questions(spans(cut.tokens, cut.sizes, n_bytes), len(cut.tokens), length)
    read = ask(cut.tokens, asked, length)[0].size
    foreseen = tokens_read(n_bytes, len(cut.tokens), len(TEXT) / len(cut.tokens), length)
    assert foreseen == pytest.approx(read, rel=0.15)
