"""Refusals of the generating library: a code and values, no words."""

from __future__ import annotations

from typing import Any


class GenerationError(Exception):
    """Something that a person must hear about; `inference.words` has the sentences."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values
