"""Writing on from a beginning, one token at a time."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import torch

from inference.core.detokenise import StopMatcher, StreamDecoder
from inference.core.loading import LoadedModel
from inference.core.options import GenerationOptions
from inference.core.parts import TextTokenizer
from inference.core.sampling import sample
from inference.core.window import Window

Reason = Literal["length", "stop", "cancelled"]


@dataclass(frozen=True)
class Started:
    """Sent first. `prompt_tokens` is what the model reads; `trimmed_tokens` were cut off on the left."""

    seed: int
    prompt_tokens: int
    trimmed_tokens: int
    unknown: list[str]


@dataclass(frozen=True)
class Piece:
    """Text that is certain: whole characters."""

    text: str


@dataclass(frozen=True)
class Finished:
    """Sent last: why, how many tokens were written, how fast, and all of the text."""

    reason: Reason
    tokens: int
    tokens_per_s: float
    text: str
    seconds: float


Event = Started | Piece | Finished


@dataclass(frozen=True)
class Prompt:
    """A beginning as the model reads it."""

    ids: list[int]
    trimmed: int
    unknown: list[str]
    n_tokens: int


def read_prompt(text: str, tokenizer: TextTokenizer, context_length: int) -> Prompt:
    """Cut a beginning into ids that fit the context; what is too much goes from the left.

    A text starts where a document starts, so what stands there (the end of the text before, or what a
    published tokenizer says) stands before it where it fits, and is all that an empty beginning consists of.
    """
    ids = tokenizer.encode(text)
    kept = ids[-context_length:]
    before = tokenizer.beginning
    read = [*before, *kept] if len(before) + len(ids) <= context_length else kept
    return Prompt(read or [tokenizer.eot_id], len(ids) - len(kept), tokenizer.unknown(text), len(kept))


def generate(
    loaded: LoadedModel,
    prompt: str,
    options: GenerationOptions,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Event]:
    """Yield Started, Pieces as they become certain, and Finished.

    `cancelled` is asked before every token. Raises GenerationError("weights_not_finite").
    """
    seed = options.seed if options.seed is not None else secrets.randbits(32)
    beginning = read_prompt(prompt, loaded.tokenizer, loaded.context_length)
    yield Started(seed, beginning.n_tokens, beginning.trimmed, beginning.unknown)

    writer = _Writer(loaded, beginning.ids, options, torch.Generator().manual_seed(seed))
    written: list[str] = []
    for piece in writer.pieces(cancelled):
        written.append(piece)
        yield Piece(piece)
    seconds = time.perf_counter() - writer.started
    rate = writer.n_tokens / seconds if seconds > 0 else 0.0
    yield Finished(writer.reason, writer.n_tokens, round(rate, 1), "".join(written), round(seconds, 3))


class _Writer:
    """The loop itself, and what is known when it has ended."""

    def __init__(
        self, loaded: LoadedModel, ids: list[int], options: GenerationOptions, generator: torch.Generator
    ) -> None:
        self.started = time.perf_counter()
        self.n_tokens = 0
        self.reason: Reason = "length"
        self._loaded, self._options, self._generator = loaded, options, generator
        self._window = Window(loaded, ids, options.max_new_tokens)
        self._seen = list(ids)

    def pieces(self, cancelled: Callable[[], bool]) -> Iterator[str]:
        decoder, stops = StreamDecoder(), StopMatcher(self._options.stop)
        for token_id in self._tokens(cancelled):
            text = stops.push(decoder.push(self._loaded.tokenizer.token_bytes(token_id)))
            if text:
                yield text
            if stops.stopped:
                self.reason = "stop"
                return
        text = stops.push(decoder.flush()) + stops.flush()
        if text:
            yield text

    def _tokens(self, cancelled: Callable[[], bool]) -> Iterator[int]:
        """Yield ids until there are enough, the model ends the text, or someone cancels."""
        for _ in range(self._options.max_new_tokens):
            if cancelled():
                self.reason = "cancelled"
                return
            token_id = self._next()
            if token_id == self._loaded.tokenizer.eot_id:
                self.reason = "stop"
                return
            self.n_tokens += 1
            yield token_id
            self._window.append(token_id)
            self._seen.append(token_id)

    def _next(self) -> int:
        return sample(
            self._window.logits(),
            self._options,
            self._generator,
            allowed=self._loaded.allowed,
            seen=torch.tensor(self._seen),
        )
