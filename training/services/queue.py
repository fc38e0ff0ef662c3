"""The queue: runs are picked by policy and claimed by compare-and-set under a lease."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from training.models import QueueHost, Run, RunState, WorkerHeartbeat
from training.picking.order import ordered
from training.picking.placing import place
from training.picking.values import Device
from training.processes import this_host
from training.services.queue_rows import Rows, placeable, queue_rows
from training.services.queue_settings import (
    CPU,
    device_names,
    devices_json,
    devices_of,
    queue_rules,
    queue_settings,
)
from training.services.wake import wake


def devices() -> list[str]:
    """Return a name for each slot of this host."""
    return device_names()


@transaction.atomic
def run_claim() -> Run | None:
    """Claim the next run that may start on this host, under a new lease; None if there is none.

    Two callers never get the same run, nor together more than the slots there are.
    """
    list(WorkerHeartbeat.objects.select_for_update().filter(host=this_host(), cluster="training"))
    if takes_no_runs():
        return None
    gpu, here = here_as_devices()
    rows = queue_rows(measured=gpu)
    for one, on in next_here(rows, here):
        if _claim(one, on):
            wake(one)
            return Run.objects.select_related("token_file", "tokenizer").get(pk=one)
    return None


def next_here(rows: Rows, here: list[Device]) -> list[tuple[str, Sequence[Device]]]:
    """Return the runs that could start on these devices now, best first.

    The first one that does not fit ends the list: devices are kept free for it, or it would wait for ever.
    """
    found: list[tuple[str, Sequence[Device]]] = []
    for one in ordered(placeable(rows, here), rows.live, rows.people, rows.rules):
        on = place(here, rows.live, one)
        if on is None:
            break
        found.append((one.run, on))
    return found


def takes_no_runs() -> bool:
    """Say whether the queue is paused, or this host drained."""
    return queue_settings().paused or QueueHost.objects.filter(name=this_host(), draining=True).exists()


def here_as_devices() -> tuple[bool, list[Device]]:
    """Return whether this host has GPUs, and its devices."""
    names = devices()
    gpu = any(name != CPU for name in names)
    rows = devices_json() if gpu else [{"name": name, "memory_bytes": None} for name in names]
    host = QueueHost.objects.filter(name=this_host()).first()
    return gpu, devices_of(this_host(), rows, queue_rules(), host.slots if host else None)


def _claim(run_id: str, on: Sequence[Device]) -> bool:
    now = timezone.now()
    claimed = Run.objects.filter(pk=run_id, state=RunState.QUEUED).update(
        state=RunState.PREPARING,
        lease=secrets.token_hex(16),
        lease_host=this_host(),
        lease_device=",".join(device.name for device in on),
        heartbeat_at=now,
        started_at=now,
        slice_started_at=None,
        yield_asked_at=None,
        made_room=False,
        attempt=F("attempt") + 1,
        updated_at=now,
    )
    return bool(claimed)
