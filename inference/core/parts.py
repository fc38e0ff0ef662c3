"""What generating needs of a model and of a tokenizer: less than they are, so that tests can be small."""

from __future__ import annotations

from typing import Any, Protocol

from torch import Tensor


class CausalModel(Protocol):
    """A language model with a key-value cache."""

    vocab_size: int
    context_length: int | None

    def __call__(self, ids: Tensor, cache: Any = None) -> Tensor:
        """Return logits [B, T, V] for ids [B, T]; a cache remembers what came before."""

    def new_cache(self, batch_size: int, max_length: int) -> Any:
        """Return an empty cache for `max_length` tokens."""


class TextTokenizer(Protocol):
    """Text to ids and back."""

    @property
    def kind(self) -> str: ...
    @property
    def vocab_size(self) -> int: ...
    @property
    def eot_id(self) -> int: ...
    @property
    def beginning(self) -> list[int]: ...

    def encode(self, text: str) -> list[int]: ...
    def token_bytes(self, token_id: int, /) -> bytes: ...
    def unknown(self, text: str) -> list[str]: ...
