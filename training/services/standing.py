"""Where every waiting run stands: its place in the true order, when it starts, and why it waits."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.quotas import limits_of_all
from common.models import WorkState
from training.models import QueueHost, QueueSettings, Run, RunState
from training.picking.forecast import STARTUP_S, Start, forecast
from training.picking.placing import fits_ever
from training.picking.values import Device, Waiting
from training.services.lengths import seconds_left
from training.services.queue_rows import Rows, queue_rows
from training.services.queue_settings import QueueHosts, queue_hosts, queue_settings
from training.services.shares import ACTIVE

KEEP_S: Final = 3.0  # a forecast may be so old: it is asked for by everyone who waits, and costs some tenths


@dataclass(frozen=True)
class Standing:
    """Where a waiting run stands. `code` and `values` say why it waits, in `training.words`."""

    position: int | None  # from 1; None while its data is prepared
    of: int  # how many wait for a device
    starts_in_s: float | None  # None: nobody can tell
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


def standings() -> dict[str, Standing]:
    """Return where each waiting run stands, by its id; first come those that start first. At most KEEP_S old."""
    at, now = _changed(), time.monotonic()
    if _kept and (kept := _kept[0]).changed == at and now - kept.read_at < KEEP_S:
        return kept.found
    found = _standings()
    _kept[:] = [_Kept(at, now, found)]
    return found


@dataclass(frozen=True)
class _Kept:
    changed: tuple[Any, ...]
    read_at: float
    found: dict[str, Standing]


_kept: list[_Kept] = []


def _changed() -> tuple[int, datetime | None, datetime | None, datetime | None]:
    """Return what is another as soon as a run comes or goes, or an operator has changed something."""
    queued = Run.objects.filter(state=RunState.QUEUED).aggregate(n=Count("pk"), at=Max("updated_at"))
    settings = QueueSettings.objects.aggregate(at=Max("updated_at"))
    hosts = QueueHost.objects.aggregate(at=Max("updated_at"))
    return queued["n"], queued["at"], settings["at"], hosts["at"]


def _standings() -> dict[str, Standing]:
    hosts = queue_hosts()
    rows = queue_rows(measured=any(device.memory_bytes for device in hosts.known))
    place = hosts.open or hosts.known or [Device("", "cpu")] * max((w.slots for w in rows.waiting), default=1)
    starts = forecast(rows.waiting, rows.live, place, rows.people, rows.rules, seconds_left(_active()))
    reasons = _Reasons(rows, hosts)
    waiting = {one.run: one for one in rows.waiting}
    found = {
        start.run: reasons.standing(waiting[start.run], start, number)
        for number, start in enumerate(starts, start=1)
    }
    preparing = Run.objects.filter(state=RunState.QUEUED).exclude(token_file__state=WorkState.READY)
    for pk in preparing.order_by("queued_at").values_list("pk", flat=True):
        found[pk] = Standing(None, len(starts), None, "waits_data")
    return found


def over_in_s(*, user: User, seconds: Sequence[float], slots: int) -> float | None:
    """Return when such runs of a person would be over, in seconds, if they were queued now and nobody came after them.

    `seconds` are those of each, on so many devices (`slots`). None: nobody can tell.
    """
    hosts = queue_hosts()
    if queue_settings().paused or not hosts.open:
        return None
    rows = queue_rows(measured=any(device.memory_bytes for device in hosts.known), also={user.pk})
    new = {f"new {n}": length for n, length in enumerate(seconds)}
    at = timezone.now().timestamp()
    wish = [Waiting(run=name, owner=user.pk, queued_at=at + n, slots=slots) for n, name in enumerate(new)]
    if user.pk in rows.people.spent or not all(fits_ever(hosts.open, one) for one in wish):
        return None
    left = {**seconds_left(_active()), **new}
    starts = forecast([*rows.waiting, *wish], rows.live, hosts.open, rows.people, rows.rules, left)
    begins = {start.run: start.in_s for start in starts if start.run in new}
    ends = [in_s + STARTUP_S + new[name] for name, in_s in begins.items() if in_s is not None]
    return max(ends, default=None) if len(ends) == len(new) else None


def _active() -> QuerySet[Run]:
    return Run.objects.filter(state__in=ACTIVE).select_related("tokenizer", "token_file", "corpus")


class _Reasons:
    """Why runs wait: first what an operator did, then what the machines are, then the rules."""

    def __init__(self, rows: Rows, hosts: QueueHosts) -> None:
        self.rows, self.hosts, self.settings = rows, hosts, queue_settings()
        self.limits = limits_of_all({one.owner for one in rows.waiting})
        self.held = Counter(one.owner for one in rows.live)

    def standing(self, one: Waiting, start: Start, number: int) -> Standing:
        code, values = self._why(one)
        in_s = start.in_s if code in ("waits_turn", "waits_at_once") else None
        if code == "waits_turn":
            code = "waits_length_unknown" if in_s is None else "waits_next" if number == 1 else code
        return Standing(number, len(self.rows.waiting), in_s, code, values)

    def _why(self, one: Waiting) -> tuple[str, dict[str, Any]]:
        limits = self.limits[one.owner]
        if self.settings.paused:
            return "waits_paused", {"reason": self.settings.reason}
        if not self.hosts.alive:
            return "waits_no_worker", {}
        if one.owner in self.rows.people.spent:
            return "waits_hours_spent", {"hours": limits.device_hours_a_day}
        if not fits_ever(self.hosts.open, one):
            fits = fits_ever(self.hosts.known, one)
            return ("waits_drained", {}) if fits else ("waits_no_host", {"n_devices": one.slots})
        if self.held[one.owner] >= limits.runs_at_once:
            return "waits_at_once", {"n": limits.runs_at_once}
        return "waits_turn", {}
