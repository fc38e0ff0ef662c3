"""Comments on the canvas: sticky notes in a design's `meta`, which change nothing about the model."""

from __future__ import annotations

import math
from typing import Any

from architectures.core.errors import DesignError

MAX_COMMENTS = 200
MAX_TEXT = 2000  # characters of one
COLOURS = ("yellow", "green", "blue", "pink", "grey")
FURTHEST = 1_000_000  # from the canvas's origin, in its pixels

SCHEMA: dict[str, Any] = {
    "type": "array",
    "maxItems": MAX_COMMENTS,
    "items": {
        "type": "object",
        "required": ["text", "place"],
        "additionalProperties": False,
        "properties": {
            "text": {"type": "string", "maxLength": MAX_TEXT},
            "place": {
                "description": "x, y, width, height",
                "type": "array",
                "items": {"type": "number", "minimum": -FURTHEST, "maximum": FURTHEST},
                "minItems": 4,
                "maxItems": 4,
            },
            "colour": {"enum": list(COLOURS)},
        },
    },
}


def check_comments(comments: Any) -> None:
    """Raise DesignError if comments are out of form; what else a comment may hold is not known here."""
    if not isinstance(comments, list) or len(comments) > MAX_COMMENTS:
        raise _wrong("meta.comments", f"list, ≤ {MAX_COMMENTS}")
    for number, comment in enumerate(comments):
        _check_comment(comment, f"meta.comments.{number}")


def _check_comment(comment: Any, key: str) -> None:
    if not isinstance(comment, dict) or set(comment) - {"colour"} != {"text", "place"}:
        raise _wrong(key, '{"text", "place"}')
    text, place = comment["text"], comment["place"]
    if not isinstance(text, str) or len(text) > MAX_TEXT:
        raise _wrong(f"{key}.text", f"string, ≤ {MAX_TEXT}")
    if not isinstance(place, list) or len(place) != 4 or not all(map(_sound, place)) or min(place[2:]) <= 0:
        raise _wrong(f"{key}.place", "[x, y, width, height]")
    if comment.get("colour", COLOURS[0]) not in COLOURS:
        raise _wrong(f"{key}.colour", " | ".join(COLOURS))


def _sound(number: Any) -> bool:
    plain = isinstance(number, int | float) and not isinstance(number, bool)
    return plain and math.isfinite(number) and abs(number) <= FURTHEST


def _wrong(key: str, expected: str) -> DesignError:
    return DesignError("wrong_type", {"key": key, "expected": expected})
