"""How large the vocabulary of a model is."""

from __future__ import annotations

from typing import Final

DEFAULT_VOCAB: Final = 1024  # of a BPE, and where nothing is known


def padded(vocab_size: int, multiple: int | None) -> int:
    """Round a vocabulary up. What is added stands for no text: it is never in the data and never written."""
    return vocab_size if multiple is None else -(-vocab_size // multiple) * multiple
