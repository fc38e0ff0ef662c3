"""Which runs make room: those after which, were they waiting too, somebody else would go first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from training.picking.order import key_of, shortlist
from training.picking.placing import place
from training.picking.values import Device, Live, People, Rules, Waiting


def next_in(waiting: Sequence[Waiting], live: list[Live], people: People, rules: Rules) -> Waiting | None:
    """Return who gets the next device that is free."""
    rows = shortlist(waiting)
    return min(rows, key=key_of(list(waiting), live, people, rules), default=None)


def making_room(
    waiting: Sequence[Waiting], live: Sequence[Live], devices: Sequence[Device], people: People, rules: Rules
) -> list[Live]:
    """Return the runs that should make room now, beside those that were asked already."""
    left, held, chosen = list(waiting), [one for one in live if not one.asked], list[Live]()
    for _ in range(2 * len(devices)):
        able = [one for one in left if one.owner not in people.spent]
        one = next_in(able, held, people, rules)
        if one is None:
            break
        leaving = _leaving_for(one, held, devices, people, rules)
        if leaving is None:
            left = [other for other in left if other.owner != one.owner or other.new != one.new]
            continue
        left.remove(one)
        chosen += leaving
        held = [other for other in held if other not in leaving]
        held.append(_started(one, held, devices))
    return chosen


def _leaving_for(
    one: Waiting, held: list[Live], devices: Sequence[Device], people: People, rules: Rules
) -> list[Live] | None:
    """Return the runs without which `one` could start: none if it can as it is, None if they may all stay."""
    leaving, rest = list[Live](), held
    hosts = {device.host for device in devices}
    here = [v for v in held if v.host in hosts]
    victims = sorted(here, key=lambda v: (-people.used_s.get(v.owner, 0.0), -(v.slice_s or 0.0)))
    while not (people.may_start(one.owner, rest) and place(devices, rest, one) is not None):
        victim = next((v for v in victims if _yields(v, one, rest, people, rules)), None)
        if victim is None:
            return None
        victims.remove(victim)
        leaving, rest = [*leaving, victim], [other for other in rest if other is not victim]
    return leaving


def _yields(victim: Live, one: Waiting, held: list[Live], people: People, rules: Rules) -> bool:
    soon = one.new or one.demonstration
    if victim.slice_s is None or victim.slice_s < (rules.first_slice_s if soon else rules.later_slice_s):
        return False
    others = [other for other in held if other is not victim]
    if not people.may_start(one.owner, others):
        return False  # somebody else's run cannot help a person who has as many as they may
    again = replace(victim.waiting, new=False)
    rows = [one, again]
    return min(rows, key=key_of(rows, others, people, rules)) is one


def _started(one: Waiting, held: list[Live], devices: Sequence[Device]) -> Live:
    got = place(devices, held, one) or ()
    return Live(one, got[0].host if got else "", tuple(device.name for device in got))
