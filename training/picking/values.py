"""What the rules of the queue look at. Times are in seconds, memory is in bytes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rules:
    """How long a run may hold a device while somebody waits, and how many runs may share a GPU."""

    first_slice_s: float = 20.0  # until a run may have to make room for one that has no curve yet
    later_slice_s: float = 300.0  # until it may have to make room for anybody else
    runs_per_gpu: int = 4


@dataclass(frozen=True)
class Device:
    """A CPU slot takes one run. A GPU takes one, or several whose memory was measured."""

    host: str
    name: str
    slots: int = 1
    memory_bytes: int | None = None


@dataclass(frozen=True)
class Waiting:
    """A run that could start."""

    run: str
    owner: str
    queued_at: float
    priority: int = 0
    demonstration: bool = False
    new: bool = True  # it has no curve yet
    slots: int = 1
    memory_bytes: int | None = None  # measured in earlier runs like it


@dataclass(frozen=True)
class Live:
    """A run that holds devices."""

    waiting: Waiting  # what it would be if it had to wait
    host: str
    devices: tuple[str, ...]
    slice_s: float | None = None  # trained since it got its devices; None: nothing yet
    asked: bool = False  # it is making room already

    @property
    def owner(self) -> str:
        return self.waiting.owner


@dataclass(frozen=True)
class People:
    """What each owner has had, and may have."""

    used_s: Mapping[str, float] = field(default_factory=dict)  # device time, on the scale that is shared out
    last: Mapping[str, float] = field(default_factory=dict)  # when a run of theirs last started
    at_once: Mapping[str, int] = field(default_factory=dict)  # runs
    spent: frozenset[str] = frozenset()  # who has used up the day's hours

    def may_start(self, owner: str, live: list[Live]) -> bool:
        """Say whether a further run of this person may start beside those that are live."""
        held = sum(1 for one in live if one.owner == owner)
        return owner not in self.spent and held < self.at_once.get(owner, math.inf)
