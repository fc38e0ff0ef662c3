"""How large the vocabulary of a model is."""

from __future__ import annotations


def padded(vocab_size: int, multiple: int | None) -> int:
    """Round a vocabulary up. What is added stands for no text: it is never in the data and never written."""
    return vocab_size if multiple is None else -(-vocab_size // multiple) * multiple
