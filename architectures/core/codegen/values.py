"""What is known of a value before a model runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from torch import nn

MAX_LIFTED = 40  # characters of a text that is written in place of an option


@dataclass(frozen=True, eq=False)
class Known:
    """It is this value in every pass."""

    value: Any


@dataclass(frozen=True)
class Unknown:
    """It hangs on the input. `some`: at least it is not None."""

    some: bool = False


Abstract = Known | Unknown
UNKNOWN, SOME = Unknown(), Unknown(some=True)


class Positions:
    """Stands for the context of a pass. Of it only the positions remain."""


CONTEXT = Known(Positions())


def is_context(value: Abstract) -> bool:
    return isinstance(value, Known) and isinstance(value.value, Positions)


def is_none(value: Abstract) -> bool | None:
    """Whether it is None; None if that is not known."""
    if isinstance(value, Known):
        return value.value is None
    return False if value.some else None


def joined(a: Abstract | None, b: Abstract) -> Abstract:
    """Return what is known of a value that is either; `a` is None where nothing was said yet."""
    if a is None:
        return b
    if isinstance(a, Known) and isinstance(b, Known) and same(a.value, b.value):
        return a
    return SOME if is_none(a) is False and is_none(b) is False else UNKNOWN


def same(a: Any, b: Any) -> bool:
    if a is b:
        return True
    if type(a) is not type(b) or not isinstance(a, bool | int | float | str | tuple | list | dict):
        return False
    return bool(a == b)


def equal(a: Abstract | None, b: Abstract | None) -> bool:
    if isinstance(a, Known) and isinstance(b, Known):
        return same(a.value, b.value)
    return a == b


def liftable(value: Any) -> bool:
    """Whether a value replaces the name of an option: what is chosen, not how large it is."""
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, str):
        return len(value) <= MAX_LIFTED
    return isinstance(value, float) and value in (0.0, 1.0)


def is_part(value: Any) -> bool:
    """Whether it is a piece of the model that may be called."""
    return isinstance(value, nn.Module)
