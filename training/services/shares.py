"""What each person has had of the devices: the scale on which the queue is fair, and the account by days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.db.models import F
from django.utils import timezone

from training.devices import split
from training.models import DeviceTime, QueueShare, Run, RunState
from training.services.queue_settings import queue_rules
from training.services.transitions import LIVE

ACTIVE: Final = (RunState.QUEUED, *LIVE)
HOUR: Final = 3600.0  # seconds


def n_devices(run: Run) -> int:
    """Return how many devices a live run holds."""
    return len(split(run.lease_device))


def used_by(owners: Iterable[str], now: datetime) -> dict[str, float]:
    """Return the device seconds of these people, those of their live runs included."""
    ids = set(owners)
    used = _booked(ids)
    for run in Run.objects.filter(state__in=LIVE, owner__in=ids).only(
        "owner_id", "started_at", "lease_device"
    ):
        used[run.owner_id] += _held_s(run, now)
    return used


def _booked(owners: set[str]) -> dict[str, float]:
    """Return what is booked; whoever has no row yet stands level with the one who has had the least."""
    rows = dict(QueueShare.objects.filter(user__in=owners).values_list("user_id", "used_s"))
    least = min(rows.values(), default=0.0)
    return {owner: rows.get(owner, least) for owner in owners}


def share_join(*, user_id: str) -> None:
    """Let somebody come to the queue who had nothing in it: neither with a credit, nor with an old debt.

    The debt of a person who has just been served stays, up to one slice: leaving and coming back gains nothing.
    """
    active = Run.objects.filter(state__in=ACTIVE)
    if active.filter(owner=user_id).exists():
        return
    others = set(active.exclude(owner=user_id).values_list("owner_id", flat=True))
    now = timezone.now()
    used = used_by([*others, user_id], now)
    mine = used.pop(user_id)
    least = min(used.values(), default=mine)
    most = least + queue_rules().later_slice_s
    QueueShare.objects.update_or_create(user_id=user_id, defaults={"used_s": min(max(mine, least), most)})


def charge(*, run: Run) -> None:
    """Book the device time of an attempt that ends now. Within the transaction that gives its devices back."""
    now = timezone.now()
    seconds = _held_s(run, now)
    if seconds <= 0.0:
        return
    if not QueueShare.objects.filter(user=run.owner_id).update(used_s=F("used_s") + seconds):
        active = Run.objects.filter(state__in=ACTIVE).values_list("owner_id", flat=True)
        level = _booked({*active, run.owner_id})[run.owner_id]
        QueueShare.objects.create(user_id=run.owner_id, used_s=level + seconds)
    day, _made = DeviceTime.objects.get_or_create(user_id=run.owner_id, day=today(now))
    DeviceTime.objects.filter(pk=day.pk).update(seconds=F("seconds") + seconds)


def spent_today(limits: dict[str, int | None], now: datetime) -> frozenset[str]:
    """Return who has used up the device hours of the day; `limits` are in hours, by person."""
    bound = {owner: hours for owner, hours in limits.items() if hours is not None}
    if not bound:
        return frozenset()
    had = had_today(bound, now)
    return frozenset(owner for owner, hours in bound.items() if had[owner] >= hours * HOUR)


def had_today(owners: Iterable[str], now: datetime) -> dict[str, float]:
    """Return the device seconds of the day, what live runs hold included."""
    had = dict.fromkeys(owners, 0.0)
    had |= dict(DeviceTime.objects.filter(user__in=had, day=today(now)).values_list("user_id", "seconds"))
    live = Run.objects.filter(state__in=LIVE, owner__in=had)
    for run in live.only("owner_id", "started_at", "lease_device"):
        had[run.owner_id] += _held_s(run, now)
    return had


def today(now: datetime) -> date:
    return timezone.localtime(now).date()


def _held_s(run: Run, now: datetime) -> float:
    if run.started_at is None:
        return 0.0
    return max(0.0, (now - run.started_at).total_seconds()) * n_devices(run)  # clocks may jump back
