"""The queue played forward: who starts when, and when nobody can tell."""

from __future__ import annotations

from training.picking.forecast import STARTUP_S, forecast
from training.picking.values import Device, Live, People, Rules, Waiting

CPU = Device("box", "cpu")
RULES = Rules(first_slice_s=20.0, later_slice_s=300.0)


def waiting(run: str, owner: str, at: float = 0.0, **more: object) -> Waiting:
    return Waiting(run, owner, at, **more)  # type: ignore[arg-type]


def training(one: Waiting, since: float | None, **more: object) -> Live:
    return Live(one, "box", ("cpu",), since, **more)  # type: ignore[arg-type]


def starts(*args: object, left: dict[str, float], people: People | None = None) -> dict[str, float | None]:
    rows, live = args
    found = forecast(rows, live, [CPU], people or People(), RULES, left)  # type: ignore[arg-type]
    return {one.run: one.in_s for one in found}


def test_a_free_device_starts_the_first_at_once_and_the_next_when_it_is_over() -> None:
    rows = [waiting("a", "ada", 1), waiting("b", "ada", 2)]
    assert starts(rows, [], left={"a": 10.0, "b": 10.0}) == {"a": 0.0, "b": 10.0 + STARTUP_S}


def test_the_order_is_the_order_of_picking_not_of_age() -> None:
    rows = [waiting("a1", "ada", 1), waiting("a2", "ada", 2), waiting("b1", "ben", 3)]
    assert list(starts(rows, [], left=dict.fromkeys(("a1", "a2", "b1"), 10.0))) == ["a1", "b1", "a2"]


def test_a_first_curve_waits_for_what_is_left_of_a_slice_however_long_the_run() -> None:
    long = training(waiting("long", "ada", new=False), since=5.0)
    rows = [waiting("b", "ben", 9)]
    assert starts(rows, [long], left={"long": 9000.0, "b": 60.0}) == {"b": 15.0}
    assert starts(rows, [long], left={"b": 60.0}) == {"b": 15.0}  # though nobody knows how long it is


def test_a_run_that_is_stopping_or_making_room_lets_its_device_go() -> None:
    stopping = training(waiting("old", "ada"), since=None, asked=True)
    assert starts([waiting("b", "ben")], [stopping], left={"old": 0.0}) == {"b": 0.0}
    yielding = training(waiting("old", "ada", new=False), since=30.0, asked=True)
    assert starts([waiting("b", "ben")], [yielding], left={"old": 99.0}) == {"b": 0.0}


def test_behind_a_run_of_unknown_length_the_order_is_told_and_no_time() -> None:
    one = training(waiting("one", "ada", new=False), since=1.0)
    rows = [waiting("two", "ada", 1, new=False), waiting("three", "ada", 2, new=False)]
    assert starts(rows, [one], left={"two": 5.0}) == {"two": None, "three": None}


def test_who_may_not_start_comes_last_and_is_told_no_time() -> None:
    rows = [waiting("a", "ada", 1), waiting("b", "ben", 2), waiting("big", "cy", 3, slots=2)]
    found = starts(rows, [], left={"a": 5.0, "b": 5.0}, people=People(spent=frozenset({"ada"})))
    assert found == {"b": 0.0, "a": None, "big": None}
    assert next(iter(found)) == "b"


def test_each_host_starts_what_fits_on_it() -> None:
    devices = [CPU, Device("farm", "cuda:0"), Device("farm", "cuda:1")]
    rows = [waiting("pair", "ada", 1, slots=2), waiting("one", "ben", 2), waiting("more", "cy", 3)]
    found = forecast(rows, [], devices, People(), RULES, dict.fromkeys(("pair", "one", "more"), 50.0))
    # the pair holds the farm; the third gets the box when the second has had its first slice
    assert {one.run: one.in_s for one in found} == {"pair": 0.0, "one": 0.0, "more": 23.0}
