"""The queue as plain values: what the rules of `training.picking` look at, read from the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from accounts.quotas import limits_of_all
from common.models import WorkState
from training.core.vocabulary import DEFAULT_VOCAB
from training.devices import split
from training.models import Run, RunState
from training.picking.placing import fits_ever
from training.picking.values import Device, Live, People, Rules, Waiting
from training.services.measuring import work_key
from training.services.queue_settings import queue_rules
from training.services.shares import spent_today, used_by
from training.services.transitions import LIVE

FIELDS = (
    "owner_id", "state", "priority", "queued_at", "started_at", "updated_at", "slice_started_at", "yield_asked_at",
    "step", "fingerprint", "vocab_size", "config",
    "demonstration_id", "lease_host", "lease_device", "peak_memory_bytes",
)  # fmt: skip


@dataclass(frozen=True)
class Rows:
    """Everything that waits and everything that runs, as it is now."""

    waiting: list[Waiting]
    live: list[Live]
    people: People
    rules: Rules


def queue_rows(*, measured: bool = False, also: Set[str] = frozenset()) -> Rows:
    """Read the queue. With `measured`, what runs need of a GPU; the people are all owners and `also` those."""
    now = timezone.now()
    waiting, live = list(_ready().only(*FIELDS)), list(Run.objects.filter(state__in=LIVE).only(*FIELDS))
    runs = [*waiting, *live]
    memory = _memory_like(runs) if measured else {}

    def plain(run: Run) -> Waiting:
        return Waiting(
            run=run.pk,
            owner=run.owner_id,
            queued_at=run.queued_at.timestamp(),
            priority=run.priority,
            demonstration=run.demonstration_id is not None,
            new=run.step == 0,
            slots=n_slots(run.config),
            memory_bytes=memory.get(like(run)),
        )

    held = [_live(run, plain(run), now) for run in live]
    return Rows(
        [plain(run) for run in waiting],
        held,
        _people({run.owner_id for run in runs} | also, now),
        queue_rules(),
    )


def like(run: Run) -> str:
    """Return what runs have in common whose steps take the same memory on the same device."""
    return work_key(run.fingerprint, run.vocab_size or DEFAULT_VOCAB, run.config)


def n_slots(config: dict[str, Any]) -> int:
    """Return how many devices a run asks for."""
    asked = config.get("devices") or 1
    return asked if isinstance(asked, int) and asked > 0 else 1


def _ready() -> QuerySet[Run]:
    return Run.objects.filter(state=RunState.QUEUED, token_file__state=WorkState.READY)


def _live(run: Run, waiting: Waiting, now: datetime) -> Live:
    since = run.slice_started_at
    had = max(0.0, (now - since).total_seconds()) if since and run.state == RunState.TRAINING else None
    devices = tuple(split(run.lease_device))
    leaving = run.yield_asked_at is not None or run.state == RunState.STOPPING
    return Live(waiting, run.lease_host, devices, had, leaving)


def _people(owners: Set[str], now: datetime) -> People:
    limits = limits_of_all(owners)
    started = Run.objects.filter(owner__in=owners, started_at__isnull=False).order_by().values("owner_id")
    last = {row["owner_id"]: row["last"].timestamp() for row in started.annotate(last=Max("started_at"))}
    at_once = {owner: limit.runs_at_once for owner, limit in limits.items()}
    hours = {owner: limit.device_hours_a_day for owner, limit in limits.items()}
    return People(used_by(owners, now), last, at_once, spent_today(hours, now))


def _memory_like(runs: Iterable[Run]) -> dict[str, int]:
    """Return the most that earlier runs like these took of a GPU."""
    same = Q(fingerprint__in={run.fingerprint for run in runs}, peak_memory_bytes__gt=0)
    on_gpu = Q(events__type="plan", events__payload__device__startswith="cuda")
    most: dict[str, int] = defaultdict(int)
    for run in (
        Run.objects.filter(same & on_gpu)
        .distinct()
        .only("fingerprint", "vocab_size", "config", "peak_memory_bytes")
    ):
        most[like(run)] = max(most[like(run)], run.peak_memory_bytes or 0)
    return dict(most)


def placeable_ever(rows: Rows, devices: list[Device]) -> list[Waiting]:
    """Return the waiting runs that fit on one of these hosts when it is empty."""
    return [one for one in rows.waiting if fits_ever(devices, one)]


def placeable(rows: Rows, devices: list[Device]) -> list[Waiting]:
    """Return those of them whose owner may start one more now."""
    return [one for one in placeable_ever(rows, devices) if rows.people.may_start(one.owner, rows.live)]
