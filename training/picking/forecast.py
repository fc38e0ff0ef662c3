"""When each waiting run would start: the queue's own rules, played forward by what is known of every run's length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from training.picking.order import ordered
from training.picking.placing import fits_ever, place
from training.picking.room import making_room, next_in
from training.picking.values import Device, Live, People, Rules, Waiting

STARTUP_S: Final = 3.0  # from getting a device to the first step, when the process starts cold
MOST_EVENTS: Final = 2000  # of a long queue; whoever has not started by then is told no time
CLOSE: Final = 1e-6  # seconds


@dataclass(frozen=True)
class Start:
    """A waiting run, in the order in which runs would start. `in_s`: seconds from now; None: nobody can tell."""

    run: str
    in_s: float | None


def forecast(
    waiting: Sequence[Waiting],
    live: Sequence[Live],
    devices: Sequence[Device],
    people: People,
    rules: Rules,
    left_s: Mapping[str, float],
) -> list[Start]:
    """Return when each waiting run would start if nobody came and nobody stopped a run.

    `left_s` are seconds that a run still has to train; those of which nothing is known are left out. From the first
    start that hangs on such a run on, the order is still told, but no time.
    """
    world = _World(list(devices), people, rules, left_s)
    world.begin(waiting, live)
    world.play()
    rest = [one for one in waiting if one.run not in world.started]
    starts = [Start(run, in_s) for run, in_s in world.started.items()]
    return starts + [Start(one.run, None) for one in ordered(rest, list(live), people, rules)]


@dataclass
class _Holding:
    """A run that holds devices. `begins` and `ends` are seconds from now; negative: it has trained already."""

    live: Live
    begins: float
    ends: float | None  # None: nobody knows

    def had(self, now: float) -> float | None:
        """Return how long it has trained of its slice, None before its first step."""
        return None if now < self.begins - CLOSE else max(0.0, now - self.begins)


@dataclass
class _World:
    devices: list[Device]
    people: People
    rules: Rules
    left_s: Mapping[str, float]
    now: float = 0.0
    sure: bool = True  # no end had to be made up yet
    waiting: list[Waiting] = field(default_factory=list)
    holding: list[_Holding] = field(default_factory=list)
    wanted: set[str] = field(default_factory=set)
    left: dict[str, float] = field(default_factory=dict)
    used: dict[str, float] = field(default_factory=dict)
    last: dict[str, float] = field(default_factory=dict)
    latest: float = 0.0
    hosts: list[list[Device]] = field(default_factory=list)
    fits: dict[str, list[bool]] = field(default_factory=dict)  # whether a run could ever start on each host
    started: dict[str, float | None] = field(default_factory=dict)

    def begin(self, waiting: Sequence[Waiting], live: Sequence[Live]) -> None:
        self.waiting, self.left = list(waiting), dict(self.left_s)
        self.wanted = {one.run for one in waiting}
        self.used, self.last = dict(self.people.used_s), dict(self.people.last)
        self.people = replace(self.people, used_s=self.used, last=self.last)
        hosts = {device.host for device in self.devices}
        self.hosts = [[d for d in self.devices if d.host == host] for host in sorted(hosts)]
        self.fits = {
            one.run: [fits_ever(here, one) for here in self.hosts]
            for one in (*waiting, *(held.waiting for held in live))
        }
        self.latest = max(self.last.values(), default=0.0)
        for one in live:
            begins = STARTUP_S if one.slice_s is None else -one.slice_s
            left = self.left.get(one.waiting.run)
            ends = left if not left else max(begins, 0.0) + left  # of one that is stopping: at once
            self.holding.append(_Holding(one, begins, ends))

    def play(self) -> None:
        """Let time pass until all who wait have started, or nothing more happens."""
        for _ in range(MOST_EVENTS):
            self._settle()
            if self.wanted == self.started.keys() or not self._pass():
                return

    def _settle(self) -> None:
        """End what is over, let go what makes room, and start what may start."""
        for one in list(self.holding):
            if one.ends is not None and one.ends <= self.now + CLOSE:
                self.holding.remove(one)
            elif one.live.asked:
                self._yield(one)
        for _host in range(len(self.hosts) + 1):
            self._start()
            if not self._make_room():
                return

    def _start(self) -> None:
        for n, here in enumerate(self.hosts):
            while (one := self._next(n)) is not None:
                live = self._live()
                on = place(here, live, one)
                if on is None:
                    break
                self.waiting.remove(one)
                self._hold(one, Live(one, here[0].host, tuple(device.name for device in on)))

    def _next(self, n: int) -> Waiting | None:
        live = self._live()
        owners = {one.owner for one in self.waiting}
        free = {owner for owner in owners if self.people.may_start(owner, live)}
        able = [one for one in self.waiting if one.owner in free and self.fits[one.run][n]]
        return next_in(able, live, self.people, self.rules)

    def _hold(self, one: Waiting, live: Live) -> None:
        begins = self.now + STARTUP_S
        left = self.left.get(one.run)
        self.holding.append(_Holding(live, begins, None if left is None else begins + left))
        self.latest += 1.0
        self.last[one.owner] = self.latest  # only its order counts
        if one.run in self.wanted and one.run not in self.started:
            self.started[one.run] = self.now if self.sure else None

    def _make_room(self) -> bool:
        """Let runs go for those that wait, as each host would; say whether any went."""
        if not self.waiting:
            return False
        leaving: list[str] = []
        for n, here in enumerate(self.hosts):
            able = [one for one in self.waiting if self.fits[one.run][n]]
            found = making_room(able, self._live(), here, self.people, self.rules)
            leaving += [one.waiting.run for one in found]
        for one in list(self.holding):
            if one.live.waiting.run in leaving:
                self._yield(one)
        return bool(leaving)

    def _yield(self, one: _Holding) -> None:
        self.holding.remove(one)
        had, run = one.had(self.now), one.live.waiting
        if one.ends is not None:
            self.left[run.run] = one.ends - max(self.now, one.begins)
        self.waiting.append(replace(run, new=run.new and had is None))

    def _live(self) -> list[Live]:
        return [replace(one.live, slice_s=one.had(self.now), asked=False) for one in self.holding]

    def _pass(self) -> bool:
        """Move the clock to the next moment at which something may change; say whether there is one."""
        slices = (self.rules.first_slice_s, self.rules.later_slice_s) if self.waiting else ()
        times = [one.ends for one in self.holding if one.ends is not None]
        times += [one.begins + mark for one in self.holding for mark in slices]
        ahead = [at for at in times if at > self.now + CLOSE]
        if not ahead:
            return self._make_up_an_end()
        seconds = min(ahead) - self.now
        for one in self.holding:
            self.used[one.live.owner] = self.used.get(one.live.owner, 0.0) + seconds * len(one.live.devices)
        self.now += seconds
        return True

    def _make_up_an_end(self) -> bool:
        """End the run that began first though nobody knows when it ends, so that the order goes on."""
        if not self.holding:
            return False
        first = min(self.holding, key=lambda one: one.begins)
        first.ends, self.sure = self.now, False
        return True
