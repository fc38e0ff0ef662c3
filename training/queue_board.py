"""The queue as one person sees it: what runs where, what waits, and why. Of others only what they share has a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils import timezone

from accounts import rights
from accounts.models import User
from accounts.quotas import limits_for
from training.devices import split
from training.models import QueueHost, Run, RunState
from training.serializers import because
from training.services.queue_settings import devices_of, hosts_alive, queue_rules, queue_settings
from training.services.shares import ACTIVE, HOUR, had_today
from training.services.silences import silence_of
from training.services.standing import Standing, standings
from training.services.transitions import LIVE

MOST_WAITING: Final = 200  # rows of others; one's own are always told
FIELDS: Final = (
    "title", "state", "step", "total_steps", "eta_s", "trained_s", "started_at", "yield_asked_at", "made_room",
    "lease_host", "lease_device", "demonstration_id", "owner__username",
)  # fmt: skip


def queue_board(user: User) -> dict[str, Any]:
    """Return what `/api/v1/queue/` tells a person."""
    active = Run.objects.filter(state__in=ACTIVE).select_related("owner").only(*FIELDS)
    runs = {run.pk: run for run in active}
    seen = set(rights.visible(Run.objects.filter(pk__in=runs), user).values_list("pk", flat=True))
    told = {pk: _run(run, user, pk in seen) for pk, run in runs.items()}
    live = sorted((run for run in runs.values() if run.state in LIVE), key=lambda run: str(run.started_at))
    found = {pk: standing for pk, standing in standings().items() if pk in runs}
    mine = [run for run in runs.values() if run.owner_id == user.pk]
    return {
        **_settings(user),
        "hosts": _hosts(live),
        "running": [{**told[run.pk], **_work(run)} for run in live],
        "waiting": _waiting(found, told, _overtaking(found, mine)),
        "n_waiting": len(found),
        "mine": _mine(user, mine),
    }


def _run(run: Run, user: User, seen: bool) -> dict[str, Any]:
    own = run.owner_id == user.pk
    return {
        "id": run.pk if seen else None,
        "title": run.title if seen else None,
        "owner": run.owner.get_username() if seen else None,
        "is_mine": own,
        "state": run.state,
        "demonstration": run.demonstration_id is not None,
        "made_room": run.made_room,
    }


def _work(run: Run) -> dict[str, Any]:
    return {
        "host": run.lease_host,
        "devices": list(split(run.lease_device)),
        "started_at": run.started_at,
        "making_room": run.yield_asked_at is not None,
        "silent_s": silence_of(run),
        **{name: getattr(run, name) for name in ("step", "total_steps", "eta_s", "trained_s")},
    }


def _overtaking(found: Mapping[str, Standing], mine: Iterable[Run]) -> set[str]:
    """Return which runs of one person may be put before the others: demonstrations and first curves go first anyway."""
    kinds = {run.pk: (run.demonstration_id is None, run.step == 0) for run in mine}
    ordered = [pk for pk in found if pk in kinds]
    first = {kinds[pk]: pk for pk in reversed(ordered)}
    return set(ordered) - set(first.values())


def _waiting(
    found: Mapping[str, Standing], told: Mapping[str, dict[str, Any]], overtaking: set[str]
) -> list[dict[str, Any]]:
    rows, others = [], 0
    for pk, standing in found.items():
        run = told[pk]
        others += not run["is_mine"]
        if others > MOST_WAITING and not run["is_mine"]:
            continue
        reason = because(standing) if run["id"] else None  # what others have used is their own affair
        times = {"position": standing.position, "starts_in_s": standing.starts_in_s, "waits_because": reason}
        times["may_go_first"] = pk in overtaking
        rows.append({**run, **times})
    return rows


def _settings(user: User) -> dict[str, Any]:
    row = queue_settings()
    operates = rights.is_operator(user)
    by = row.paused_by.get_username() if operates and row.paused_by else None
    names = ("paused", "reason", "paused_at", "first_slice_s", "later_slice_s", "runs_per_gpu")
    shown = {name: getattr(row, name) for name in names}
    return {**shown, "paused_by": by, "may_operate": operates}


def _hosts(live: list[Run]) -> list[dict[str, Any]]:
    """Every host with its devices, and how many runs each has of how many at most."""
    alive, rules = hosts_alive(), queue_rules()
    taken = Counter((run.lease_host, name) for run in live for name in split(run.lease_device))
    hosts = []
    for host in QueueHost.objects.all():
        slots, memory = Counter[str](), dict[str, int | None]()
        for device in devices_of(host.name, host.devices, rules, host.slots):
            slots[device.name] += device.slots
            memory[device.name] = device.memory_bytes
        devices = [
            {"name": name, "slots": n, "taken": taken[host.name, name], "memory_bytes": memory[name]}
            for name, n in slots.items()
        ]
        facts = {name: getattr(host, name) for name in ("name", "draining", "reason", "slots")}
        hosts.append({"id": host.pk, **facts, "alive": host.name in alive, "devices": devices})
    return hosts


def _mine(user: User, runs: list[Run]) -> dict[str, Any]:
    limits, waiting = limits_for(user), sum(run.state == RunState.QUEUED for run in runs)
    hours = had_today({user.pk}, timezone.now())[user.pk] / HOUR
    return {
        "running": len(runs) - waiting,
        "waiting": waiting,
        "runs_at_once": limits.runs_at_once,
        "device_hours_today": round(hours, 2),
        "device_hours_a_day": limits.device_hours_a_day,
    }
