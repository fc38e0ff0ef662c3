"""From what a person sends to plain JSON values that are safe to look at: bounded in size and depth, finite, text."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from architectures.core.errors import DesignError

MAX_BYTES = 10 * 2**20
MAX_LEVELS = 64  # lists and objects inside each other; a design of 8 containers needs fewer than 40
MAX_INT_BITS = 64


def decoded(obj: Mapping[str, Any] | str | bytes) -> Mapping[str, Any]:
    """Return the document as an object. Raises DesignError: not_json, not_text, design_too_large, …"""
    value: Any = obj if isinstance(obj, Mapping) else _parsed(obj)
    if not isinstance(value, Mapping):
        raise DesignError("wrong_type", {"key": "", "expected": "object"})
    _check_values(value)
    return value


def _parsed(text: str | bytes) -> Any:
    if len(text) > MAX_BYTES:
        raise _too_large()
    try:
        plain = text if isinstance(text, str) else text.decode("utf-8-sig")
        return json.loads(plain, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise DesignError("not_text") from error
    except (ValueError, RecursionError) as error:
        raise DesignError("not_json") from error


def _no_constant(name: str) -> NoReturn:
    """NaN and Infinity are not JSON, and no database takes them."""
    raise ValueError(name)


def _check_values(document: Mapping[str, Any]) -> None:
    size = 0
    for level, value in _walk(document):
        if level > MAX_LEVELS:
            raise DesignError("design_too_deep", {"max_depth": MAX_LEVELS})
        size += _size(value)
        if size > MAX_BYTES:
            raise _too_large()


def _walk(document: Any) -> Iterator[tuple[int, Any]]:
    """Yield every value and every key with its level. No recursion: the depth is not ours to trust."""
    waiting: list[tuple[int, Any]] = [(1, document)]
    while waiting:
        level, value = waiting.pop()
        yield level, value
        if isinstance(value, Mapping):
            waiting += [(level + 1, part) for pair in value.items() for part in pair]
        elif isinstance(value, list | tuple):
            waiting += [(level + 1, part) for part in value]


def _size(value: Any) -> int:
    """Return about how many bytes a value takes when written. Raises DesignError if it cannot be."""
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= c <= "\udfff" for c in value if c > "\ud7ff"):
            raise DesignError("not_text")
        return len(value) + 2
    is_number = isinstance(value, int | float)
    if isinstance(value, int) and value.bit_length() > MAX_INT_BITS:
        raise DesignError("not_json")
    if isinstance(value, float) and not math.isfinite(value):
        raise DesignError("not_json")
    if not (value is None or is_number or isinstance(value, Mapping | list | tuple)):
        raise DesignError("not_json")
    return 2


def _too_large() -> DesignError:
    return DesignError("design_too_large", {"max_bytes": MAX_BYTES})
