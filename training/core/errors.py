"""Errors of the training core. They carry a code and values and no words: `training/words.py` has those."""

from __future__ import annotations

from typing import Any


class CoreError(Exception):
    """Something a person can put right; `code` names it, `values` hold what the sentence needs."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(f"{code} {values}" if values else code)
        self.code = code
        self.values = values


class CorpusError(CoreError):
    """A text that cannot be learned from."""


class TokenizerError(CoreError):
    """A tokenizer that cannot be trained or read."""


class TrainingError(CoreError):
    """A training that cannot start or cannot go on."""
