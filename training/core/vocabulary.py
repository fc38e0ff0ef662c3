"""How large the vocabulary of a model is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Published:
    """An encoding that everybody uses."""

    title: str
    vocab_size: int


PUBLISHED: Final = {  # by the names of tiktoken
    "gpt2": Published("GPT-2", 50_257),
    "cl100k_base": Published("GPT-4 (cl100k)", 100_277),
    "o200k_base": Published("GPT-4o (o200k)", 200_019),
}
DEFAULT_VOCAB: Final = 1024  # of a BPE, and where nothing is known


def padded(vocab_size: int, multiple: int | None) -> int:
    """Round a vocabulary up. What is added stands for no text: it is never in the data and never written."""
    return vocab_size if multiple is None else -(-vocab_size // multiple) * multiple
