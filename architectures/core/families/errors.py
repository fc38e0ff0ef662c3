"""What can stand between a published model and a design, as codes and values; the words are made at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Every code, with the names of its values.
CODES: dict[str, tuple[str, ...]] = {
    "unknown_family": ("model_type", "known"),
    "config_key_missing": ("key",),
    "config_key_type": ("key", "expected", "value"),
    "config_key_unsupported": ("key", "value", "known"),
    "not_expressible": ("reason",),
    "weights_missing": ("names", "n"),
    "weights_unexpected": ("names", "n"),
    "weights_shape": ("name", "expected", "actual"),
    "tied_head_differs": ("name",),
}


class FamilyError(Exception):
    """Carries a code from `CODES` and its values, never a sentence."""

    def __init__(self, code: str, values: Mapping[str, Any] | None = None, **more: Any) -> None:
        self.code, self.values = code, {**(values or {}), **more}
        super().__init__(f"{code}: {self.values}")
