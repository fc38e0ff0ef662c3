"""Curves in short that keep their extremes: pieces of consecutive steps, and how pieces join.

A piece keeps of each number its lowest and its highest value in the order in which they occurred, `early` and
`late`, its mean and how many values it has. Joining is exact: pieces of pieces are the pieces of all values.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

BASE: Final = 16  # steps of a bucket of level 1
RATIO: Final = 4  # buckets of a level in one of the next
LEVELS: Final = 10  # the widest spans four million steps
RAW_SHARE: Final = 8  # raw points that may be read for one that is shown
BUCKET_SHARE: Final = 2  # buckets that may be read for one piece that is shown

Values = tuple[float, float, float, int]  # early, late, mean, n


@dataclass
class Piece:
    """Consecutive steps of a curve: the first and the last one that told something, and what they told."""

    first: int
    last: int
    fields: dict[str, Values] = field(default_factory=dict)


def width(level: int) -> int:
    """Return the steps that a bucket of a level spans; 1 for level 0, the points themselves."""
    return BASE * RATIO ** (level - 1) if level else 1


def level_for(span: int, points: int) -> int:
    """Return the finest level at which `span` steps can be read for `points` pieces."""
    if span <= points * RAW_SHARE:
        return 0
    fits = (level for level in range(1, LEVELS) if span <= points * BUCKET_SHARE * width(level))
    return next(fits, LEVELS)


def cover(level: int, start: int, stop: int, rolled: int) -> Iterator[tuple[int, int, int]]:
    """Yield (level, first index, index after the last) that together are the steps [start, stop).

    Buckets are there for steps below `rolled`; what a wide bucket does not reach is covered by narrower ones, and
    the rest, of level 0, by the points themselves.
    """
    at = start // width(level) * width(level)
    for lower in range(level, 0, -1):
        wide = width(lower)
        end = min(rolled // wide, -(-stop // wide))
        if at < end * wide:
            yield lower, at // wide, end
            at = end * wide
    if at < stop:
        yield 0, at, stop


def point(step: int, payload: Mapping[str, Any]) -> Piece:
    """Return one event as a piece. Of numbers by name, as norms by layer, each becomes a field `kind|name`."""
    return Piece(step, step, {name: (value, value, value, 1) for name, value in numbers(payload)})


def numbers(payload: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, float]]:
    for name, value in payload.items():
        if isinstance(value, bool):
            continue
        if isinstance(value, int | float):
            if math.isfinite(value):
                yield prefix + name, value
        elif isinstance(value, Mapping) and not prefix:
            yield from numbers(value, f"{name}|")


def joined(pieces: Iterable[Piece]) -> Piece:
    """Return consecutive pieces as one. There must be one at least."""
    whole: Piece | None = None
    for piece in pieces:
        if whole is None:
            whole = Piece(piece.first, piece.last, dict(piece.fields))
            continue
        whole.last = piece.last
        for name, values in piece.fields.items():
            held = whole.fields.get(name)
            whole.fields[name] = values if held is None else both(held, values)
    if whole is None:
        raise ValueError("nothing to join")
    return whole


def both(one: Values, two: Values) -> Values:
    """Return what two neighbours are together."""
    n = one[3] + two[3]
    mean = one[2] + (two[2] - one[2]) * two[3] / n
    low_here, high_here = min(one[:2]) <= min(two[:2]), max(one[:2]) >= max(two[:2])
    if low_here and high_here:
        return (one[0], one[1], mean, n)
    if low_here:
        return (min(one[:2]), max(two[:2]), mean, n)
    if high_here:
        return (max(one[:2]), min(two[:2]), mean, n)
    return (two[0], two[1], mean, n)


def thinned(pieces: Iterable[Piece], start: int, stop: int, points: int) -> list[Piece]:
    """Return at most about `points` pieces of equal width in steps."""
    wide = max(1, -(-(stop - start) // points))
    return [joined(group) for _, group in groupby(pieces, key=lambda piece: (piece.first - start) // wide)]


def columns(pieces: list[Piece]) -> dict[str, Any]:
    """Return pieces as columns, as charts want them; None where a piece does not have a field."""
    names = dict.fromkeys(name for piece in pieces for name in piece.fields)
    held = {name: [piece.fields.get(name) for piece in pieces] for name in names}
    return {
        "first": [piece.first for piece in pieces],
        "last": [piece.last for piece in pieces],
        "fields": {
            name: {
                "early": [None if v is None else v[0] for v in values],
                "late": [None if v is None else v[1] for v in values],
                "mean": [None if v is None else float(f"{v[2]:.7g}") for v in values],
            }
            for name, values in held.items()
        },
    }
