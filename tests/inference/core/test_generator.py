"""A model that recites a text shows what the loop around it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from inference.core.generator import Finished, Piece, Started, generate
from inference.core.loading import LoadedModel, assemble
from inference.core.options import GenerationOptions
from training.core.tokenizer import ByteTokenizer, CharacterTokenizer

VOCABULARY = 320  # padded beyond the 257 ids of the byte tokenizer


class Reciter:
    """Writes `text` over and over, whatever it reads; the end-of-text id where the text has a `|`."""

    vocab_size = VOCABULARY

    def __init__(self, text: str, context_length: int | None = 16) -> None:
        self.ids = [256 if byte == ord("|") else byte for byte in text.encode()]
        self.context_length = context_length
        self.read: list[list[int]] = []  # what each pass was given
        self.cached: list[int] = []  # how many tokens each cache was made for
        self.n = 0

    def new_cache(self, batch_size: int, max_length: int) -> list[int]:
        self.cached.append(max_length)
        return []

    def __call__(self, ids: Tensor, cache: Any = None) -> Tensor:
        cache.extend(ids[0].tolist())
        assert len(cache) <= self.cached[-1], "more than the cache was made for"
        self.read.append(ids[0].tolist())
        logits = torch.zeros(1, ids.shape[1], VOCABULARY)
        logits[0, -1, self.ids[self.n % len(self.ids)]] = 10.0
        logits[0, -1, 300] = 20.0  # no token has this id
        self.n += 1
        return logits


def write(
    model: Reciter, prompt: str = "", cancelled: Callable[[], bool] = lambda: False, **options: Any
) -> tuple[Started, list[str], Finished]:
    loaded: LoadedModel = assemble(model, ByteTokenizer())
    chosen = GenerationOptions(**{"temperature": 0, "max_new_tokens": 12, **options})
    started, *pieces, finished = generate(loaded, prompt, chosen, cancelled)
    assert isinstance(started, Started)
    assert isinstance(finished, Finished)
    return started, [piece.text for piece in pieces if isinstance(piece, Piece)], finished


def test_writes_as_many_tokens_as_asked() -> None:
    _, pieces, finished = write(Reciter("abc"))
    assert "".join(pieces) == finished.text == "abcabcabcabc"
    assert (finished.reason, finished.tokens) == ("length", 12)


def test_an_empty_prompt_begins_with_end_of_text() -> None:
    model = Reciter("a")
    started, _, _ = write(model)
    assert model.read[0] == [256]
    assert started.prompt_tokens == 0


def test_a_prompt_is_read_once_and_then_token_by_token() -> None:
    model = Reciter("xy")
    write(model, "ab", max_new_tokens=3)
    assert model.read == [[256, 97, 98], [ord("x")], [ord("y")]]


def test_p21_a_prompt_beyond_the_context_is_trimmed_from_the_left_and_says_so() -> None:
    model = Reciter("a", context_length=8)
    started, _, finished = write(model, "0123456789")
    assert (started.prompt_tokens, started.trimmed_tokens) == (8, 2)
    assert bytes(model.read[0]) == b"23456789"
    assert finished.tokens == 12


def test_writing_beyond_the_context_slides_on() -> None:
    model = Reciter("abcdefghij", context_length=8)
    _, _, finished = write(model, max_new_tokens=30)
    assert finished.text == "abcdefghij" * 3
    assert max(len(read) for read in model.read) <= 8


def test_a_context_of_one_token_works() -> None:
    _, _, finished = write(Reciter("ab", context_length=1), "hello", max_new_tokens=4)
    assert finished.text == "abab"


def test_the_end_of_the_text_ends_the_writing() -> None:
    _, _, finished = write(Reciter("hi|no"))
    assert (finished.text, finished.reason) == ("hi", "stop")


def test_a_stop_string_ends_the_writing() -> None:
    _, pieces, finished = write(Reciter("one. two."), stop=["."])
    assert ("".join(pieces), finished.text, finished.reason) == ("one", "one", "stop")


def test_p22_pieces_are_whole_characters_and_the_end_is_flushed() -> None:
    _, pieces, finished = write(Reciter("한국"), max_new_tokens=5)
    assert pieces == ["한", "\ufffd"]
    assert finished.text == "한\ufffd"


def test_p24_cancelling_takes_effect_within_one_token() -> None:
    model = Reciter("a")
    _, _, finished = write(model, cancelled=lambda: model.n >= 3, max_new_tokens=1000)
    assert (finished.reason, finished.tokens) == ("cancelled", 3)
    assert model.n == 3


def test_p19_an_unknown_character_is_reported_and_left_out() -> None:
    tokenizer = CharacterTokenizer.train(["abc"])
    loaded = assemble(Reciter("\x00"), tokenizer)
    started = next(iter(generate(loaded, "a☃b", GenerationOptions())))
    assert isinstance(started, Started)
    assert (started.unknown, started.prompt_tokens) == (["☃"], 2)


def test_the_context_is_what_the_model_was_trained_with_if_that_is_less() -> None:
    assert assemble(Reciter("a", 64), ByteTokenizer(), trained_context=16).context_length == 16
    assert assemble(Reciter("a", None), ByteTokenizer(), trained_context=16).context_length == 16
    assert assemble(Reciter("a", 8), ByteTokenizer(), trained_context=16).context_length == 8


def test_a_new_seed_is_told_so_that_it_can_be_used_again() -> None:
    first = write(Reciter("abc"), seed=None, temperature=5.0)
    again = write(Reciter("abc"), seed=first[0].seed, temperature=5.0)
    assert first[2].text == again[2].text
