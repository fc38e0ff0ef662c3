"""The order of the queue: demonstrations, first curves, then whoever has had the least."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from training.picking.values import Live, People, Rules, Waiting

Key = tuple[bool, bool, int, float, float, float, str]


def ordered(waiting: Iterable[Waiting], live: list[Live], people: People, rules: Rules) -> list[Waiting]:
    """Return the runs in the order in which they get devices, whatever their owners' limits."""
    rows = list(waiting)
    return sorted(rows, key=key_of(rows, live, people, rules))


def key_of(
    waiting: list[Waiting], live: list[Live], people: People, rules: Rules
) -> Callable[[Waiting], Key]:
    """Return the key by which runs are ordered.

    A run without a curve goes before those that have one, as long as its owner is not a slice ahead of others:
    so a first curve comes soon, and nobody gets more by asking for many.
    """
    held = Counter[str]()
    for one in live:
        held[one.owner] += len(one.devices)
    used = people.used_s
    owners = {one.owner for one in waiting} | set(held)
    least = min((used.get(owner, 0.0) for owner in owners), default=0.0)
    ahead = least + rules.later_slice_s - rules.first_slice_s
    since = _exchanged(waiting)

    def key(one: Waiting) -> Key:
        mine = used.get(one.owner, 0.0)
        first = one.new and mine <= ahead
        last = people.last.get(one.owner, 0.0)
        queued_at = since.get(one.run, one.queued_at)
        return (not one.demonstration, not first, held[one.owner], mine, last, queued_at, one.run)

    return key


def _exchanged(waiting: Iterable[Waiting]) -> dict[str, float]:
    """Return since when each run counts as waiting: those of an owner exchange their times by priority.

    So nobody's priorities take anything from others.
    """
    own = defaultdict[str, list[Waiting]](list)
    for one in waiting:
        own[one.owner].append(one)
    return {
        one.run: queued_at
        for rows in own.values()
        for one, queued_at in zip(
            sorted(rows, key=_among_own), sorted(row.queued_at for row in rows), strict=True
        )
    }


def shortlist(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Return those of each owner who can come first among that owner's: the others need not be compared."""
    best: dict[tuple[str, bool, bool], Waiting] = {}
    for one in waiting:
        kind = (one.owner, one.demonstration, one.new)
        other = best.get(kind)
        if other is None or _among_own(one) < _among_own(other):
            best[kind] = one
    return list(best.values())


def _among_own(one: Waiting) -> tuple[int, float, str]:
    return (-one.priority, one.queued_at, one.run)
