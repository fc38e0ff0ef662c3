"""Short trials: one at a time on a host, claimed by compare-and-set like any preparation."""

from __future__ import annotations

import secrets
import sys

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.models import WorkState
from training.models import Measurement, Run, WorkerHeartbeat
from training.paths import log_folder
from training.processes import launch_detached, this_host
from training.services.preparation import ROOT, release_expired
from training.services.queue_settings import device_names
from training.services.transitions import LIVE
from training.services.workers import host_closed, hosts_alive


def probe_what_may() -> int:
    """Launch the next trial, if none goes on here. Safe to call at any time."""
    release_expired()
    claimed = None if host_closed() else claim_probe()
    if claimed is None:
        return 0
    launch_detached(
        [sys.executable, "-m", "training.probing", *claimed], log_folder() / "probes.log", cwd=ROOT
    )
    return 1


def claim_probe() -> tuple[str, str] | None:
    """Claim the oldest trial that waits; return its id and the claim. A host makes one at a time."""
    device = free_device()
    if device is None:
        return None
    others = hosts_alive() - {this_host()}  # they measure anew themselves what they have measured
    waiting = Measurement.objects.filter(state=WorkState.WAITING).exclude(host__in=others)
    for row in waiting.order_by("updated_at"):
        claim = secrets.token_hex(16)
        try:
            if _claim(row, claim, device):
                return row.pk, claim
        except IntegrityError:  # a run has told of the same meanwhile
            row.delete()
    return None


@transaction.atomic
def _claim(row: Measurement, claim: str, device: str) -> bool:
    list(WorkerHeartbeat.objects.select_for_update().filter(host=this_host(), cluster="short"))
    if Measurement.objects.filter(host=this_host(), state=WorkState.WORKING).exists():
        return False
    waiting = Measurement.objects.filter(pk=row.pk, state=WorkState.WAITING)
    now, changes = timezone.now(), {"state": WorkState.WORKING, "claimed_by": claim, "progress": 0.0}
    if row.host != this_host():  # what another host measured is not this one's
        changes |= {"figures": {}, "measured_at": None, "source": ""}
    claimed = {"host": this_host(), "device": device, "heartbeat_at": now, "updated_at": now, "error": None}
    return bool(waiting.update(**changes, **claimed))


def free_device() -> str | None:
    """Return a device of this host to try on: the CPU is shared, a GPU must be nobody's, for its memory is."""
    held = Run.objects.filter(state__in=LIVE, lease_host=this_host()).values_list("lease_device", flat=True)
    taken = {name for names in held for name in names.split(",")}
    return next((name for name in device_names() if name == "cpu" or name not in taken), None)
