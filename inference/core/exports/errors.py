"""Why a model is not offered in a format: a code and values, no words; `inference.words` has the sentences."""

from __future__ import annotations

from typing import Any


class ExportError(Exception):
    """Something went wrong on the way: it may be tried again."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values


class Refused(ExportError):  # noqa: N818 (named for what happened)
    """This model cannot be had in this format, or the proof failed: trying again would change nothing."""
