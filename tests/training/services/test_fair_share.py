"""Four people with six runs each, on the queue's own rows and by a clock of the test's own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from training.models import Run, RunState, WorkerHeartbeat
from training.processes import this_host
from training.services import run_claim
from training.services.ending import Ending, attempt_end
from training.services.room import ask_for_room

N_PEOPLE, N_EACH, N_SLOTS = 4, 6, 2
FIRST_S, LATER_S, STARTUP_S = 20.0, 60.0, 4.0
SHORT_S, LONG_S = 5.0, 900.0  # of training: taking turns by runs alone would give some far more than others


@dataclass
class World:
    """A host whose trainers are numbers: what each run has trained, and when its attempt began."""

    now: datetime
    trained: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    begun: dict[str, datetime] = field(default_factory=dict)
    owner: dict[str, str] = field(default_factory=dict)
    length: dict[str, float] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)  # runs that are not over, by person
    had: dict[str, float] = field(default_factory=lambda: defaultdict(float))  # device seconds by person
    first_curves: dict[str, float] = field(default_factory=dict)
    spread: float = 0.0

    def pass_until_something_happens(self) -> None:
        """Move the clock to the next moment at which a run ends, begins, or has had a slice."""
        times = []
        for run, begun in self.begun.items():
            since = (self.now - begun).total_seconds() - STARTUP_S
            marks = (0.0, FIRST_S, LATER_S, self.length[run] - self.trained[run])
            times.append(min(mark - since for mark in marks if mark - since > 1e-3))
        seconds = min(times)
        self.now += timedelta(seconds=seconds)
        for run in self.begun:
            self.had[self.owner[run]] += seconds
        self.spread = max(self.spread, max(self.had.values()) - min(self.had.values()))

    def tell(self) -> None:
        """What supervisors would write: the first step of an attempt."""
        for run, begun in self.begun.items():
            first = begun + timedelta(seconds=STARTUP_S)
            if self.now >= first:
                rows = Run.objects.filter(pk=run, slice_started_at=None)
                rows.update(state=RunState.TRAINING, slice_started_at=first, step=1)
                self.first_curves.setdefault(run, self.now.timestamp())

    def end(self, run: Run, **ending: Any) -> None:
        self.trained[run.pk] += (self.now - self.begun.pop(run.pk)).total_seconds() - STARTUP_S
        attempt_end(run=run, lease=run.lease, ending=Ending(exit_code=0, **ending))

    def settle(self) -> None:
        """End what is over or was asked, then let the queue start what it will."""
        self.tell()
        ask_for_room()
        for run in list(Run.objects.filter(pk__in=list(self.begun))):
            since = (self.now - self.begun[run.pk]).total_seconds() - STARTUP_S
            if self.trained[run.pk] + since >= self.length[run.pk] - 1e-3:
                self.left[run.owner_id] -= 1
                self.end(run, state=RunState.STOPPED, stop_requested=True)
            elif run.yield_asked_at:
                self.end(run, state=RunState.INTERRUPTED, made_room=True)
        while (claimed := run_claim()) is not None:
            self.begun[claimed.pk] = self.now


@pytest.fixture
def world(db: None, run_of: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    settings.SLAMDUNK_CPU_SLOTS = N_SLOTS
    made = World(datetime(2026, 3, 2, 9, tzinfo=UTC))
    monkeypatch.setattr(timezone, "now", lambda: made.now)
    WorkerHeartbeat.objects.create(host=this_host(), cluster="training", beat_at=made.now)
    people = User.objects.bulk_create(User(username=f"student{n}") for n in range(N_PEOPLE))
    first = run_of(people[0])
    same = {
        name: getattr(first, name) for name in ("design", "fingerprint", "config", "corpus", "token_file")
    }
    more = [
        Run(owner=person, title=f"Run {n}", queued_at=made.now, **same)
        for person in people
        for n in range(N_EACH - (person == people[0]))
    ]
    Run.objects.bulk_create(more)
    made.owner = dict(Run.objects.values_list("pk", "owner_id"))
    made.left = dict.fromkeys((person.pk for person in people), N_EACH)
    short = {person.pk for person in people[::2]}
    made.length = {run: SHORT_S if owner in short else LONG_S for run, owner in made.owner.items()}
    made.had.update(dict.fromkeys((person.pk for person in people), 0.0))
    return made


def test_nobody_has_had_more_than_one_slice_more_than_another_and_everyone_sees_a_curve_soon(
    world: World,
) -> None:
    began = world.now.timestamp()
    world.settle()
    while all(world.left.values()):
        world.pass_until_something_happens()
        world.settle()
    assert world.spread <= LATER_S + STARTUP_S
    first: dict[str, float] = {}
    for run, at in world.first_curves.items():
        first[world.owner[run]] = min(at - began, first.get(world.owner[run], at))
    assert len(first) == N_PEOPLE
    a_round = N_PEOPLE / N_SLOTS * (STARTUP_S + FIRST_S)  # if each had one first slice
    assert max(first.values()) <= a_round
    assert not Run.objects.filter(attempt__gt=1).exists()  # making room is no attempt
