"""Thirty people with ten runs each on four devices, by the rules alone; and one more who comes to the full queue."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

import pytest

from training.picking.forecast import STARTUP_S, forecast
from training.picking.placing import place
from training.picking.room import making_room, next_in
from training.picking.values import Device, Live, People, Rules, Waiting

N_PEOPLE, N_EACH, N_DEVICES = 30, 10, 4
FIRST_S, LATER_S = 20.0, 60.0
SHORT_S, LONG_S = 10.0, 400.0  # of training: taking turns by runs alone would give some far more than others
MINUTE = 60.0
DEVICES = [Device("box", "cpu")] * N_DEVICES


@dataclass
class Held:
    run: Waiting
    since: float

    def trained(self, now: float) -> float:
        return now - self.since - STARTUP_S

    def live(self, now: float) -> Live:
        return Live(self.run, "box", ("cpu",), self.trained(now) if self.trained(now) >= 0 else None)


@dataclass
class World:
    rules: Rules
    now: float = 0.0
    waiting: list[Waiting] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    left: dict[str, float] = field(default_factory=dict)  # seconds to train, by run
    had: dict[str, float] = field(default_factory=lambda: defaultdict(float))  # device seconds, by person
    last: dict[str, float] = field(default_factory=dict)
    first_curve: dict[str, float] = field(default_factory=dict)
    started: dict[str, float] = field(default_factory=dict)  # first, by run

    def come(self, owner: str, n_runs: int, length: float) -> None:
        self.had[owner] = min(self.had.values(), default=0.0)  # as `share_join` lets people in
        for n in range(n_runs):
            run = Waiting(f"{owner}.{n}", owner, self.now + n / 1000)
            self.waiting.append(run)
            self.left[run.run] = length

    def settle(self) -> None:
        people = People(self.had, self.last)
        for one in [one for one in self.held if one.trained(self.now) >= self.left[one.run.run] - 1e-6]:
            self.held.remove(one)
            del self.left[one.run.run]
        live = [one.live(self.now) for one in self.held]
        asked = {one.waiting.run for one in making_room(self.waiting, live, DEVICES, people, self.rules)}
        for one in [one for one in self.held if one.run.run in asked]:
            self.held.remove(one)
            self.left[one.run.run] -= one.trained(self.now)
            self.waiting.append(replace(one.run, new=False))
        while self.waiting:
            live = [one.live(self.now) for one in self.held]
            run = next_in(self.waiting, live, people, self.rules)
            if run is None or place(DEVICES, live, run) is None:
                break
            self.waiting.remove(run)
            self.held.append(Held(run, self.now))
            self.started.setdefault(run.run, self.now)
            self.last[run.owner] = self.now + len(self.held) / 1000

    def step(self) -> None:
        """Go to the next moment at which a run ends, begins, or has had a slice."""
        marks = [
            mark - one.trained(self.now)
            for one in self.held
            for mark in (0.0, FIRST_S, self.rules.later_slice_s, self.left[one.run.run])
        ]
        seconds = min(mark for mark in marks if mark > 1e-6)
        self.now += seconds
        for one in self.held:
            self.had[one.run.owner] += seconds
            if one.trained(self.now) >= -1e-6:
                self.first_curve.setdefault(one.run.owner, self.now)
        self.settle()


def full(world: World, n_each: int = N_EACH) -> World:
    for n in range(N_PEOPLE):
        world.come(f"student{n}", n_each, SHORT_S if n % 2 else LONG_S)
    world.settle()
    return world


def test_nobody_has_ever_had_more_than_one_slice_more_than_another() -> None:
    world = full(World(Rules(FIRST_S, LATER_S)))
    owners = set(world.had)
    while {
        run.split(".")[0] for run in world.left
    } == owners:  # as long as nobody has done with all of theirs
        world.step()
        assert max(world.had.values()) - min(world.had.values()) <= LATER_S + STARTUP_S
    assert len(world.first_curve) == N_PEOPLE
    assert world.now > N_PEOPLE / N_DEVICES * LATER_S  # long enough for everybody to have had a whole slice


def test_who_comes_to_a_full_queue_sees_a_curve_within_a_minute() -> None:
    world = full(World(Rules(FIRST_S, 5 * MINUTE)), n_each=2)
    while world.now < 10 * MINUTE:  # all have their curves, and the long ones are in long slices
        world.step()
    came = world.now
    world.come("late", 1, LONG_S)
    while "late" not in world.first_curve:
        world.step()
    assert world.first_curve["late"] - came <= MINUTE


def test_the_forecast_is_what_then_happens() -> None:
    world = World(Rules(FIRST_S, LATER_S))
    for n in range(6):
        world.come(f"student{n}", 4, SHORT_S if n % 2 else LONG_S)
    told = forecast(world.waiting, [], DEVICES, People(dict(world.had)), world.rules, dict(world.left))
    world.settle()
    while world.left:
        world.step()
    assert {one.run: pytest.approx(one.in_s) for one in told} == world.started
    assert [world.started[one.run] for one in told] == sorted(world.started.values())
