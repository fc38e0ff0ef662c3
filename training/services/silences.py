"""Runs whose host gives no sign of life, as far as this process has watched: they may go on there, or be dead.

Only the end of the lease tells (`reaper`). Until then they are shown as what they were, and as silent.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings

from common import silence
from training.models import Run, RunState
from training.services.transitions import LIVE

HEARTBEAT_EVERY: Final = 3.0  # seconds, and at least so many times in a lease:
BEATS: Final = 10
MISSED: Final = 4  # heartbeats that must be missing before a run is called silent
STARTS_WITHIN: Final = 1 / 3  # of a lease: so long a supervisor may take until its first heartbeat
LOOK_EVERY: Final = 1.0  # seconds; many ask

_watch: Final = silence.Watch[str]()
_kept: list[tuple[float, dict[str, float]]] = []


def heartbeat_every() -> float:
    """Return the seconds between two heartbeats of a supervisor."""
    return min(HEARTBEAT_EVERY, settings.SLAMDUNK_LEASE_SECONDS / BEATS)


def silences() -> dict[str, float]:
    """Return, by the id of a run that is silent, the seconds since its last sign of life; at most LOOK_EVERY old."""
    now = silence.monotonic()
    if not _kept or not 0 <= now - _kept[0][0] < LOOK_EVERY:
        _kept[:] = [(now, _silences())]
    return _kept[0][1]


def silence_of(run: Run) -> float | None:
    """Return the seconds since a run's last sign of life; None unless it is silent."""
    return silences().get(run.pk) if run.state in LIVE else None


def _silences() -> dict[str, float]:
    held = Run.objects.filter(state__in=LIVE, heartbeat_at__isnull=False)
    live = {run.pk: run for run in held.only("state", "lease", "heartbeat_at")}
    same = _watch.seconds({pk: (run.lease, run.heartbeat_at) for pk, run in live.items()})
    return {pk: seconds for pk, seconds in same.items() if seconds >= _patience(live[pk].state)}


def _patience(state: str) -> float:
    starting = STARTS_WITHIN * settings.SLAMDUNK_LEASE_SECONDS if state == RunState.PREPARING else 0.0
    return max(starting, MISSED * heartbeat_every())
