"""How much a person may use: their own row, else the site's row, else the constants here."""

from dataclasses import dataclass, fields
from typing import Final

from django.db.models import Q

from accounts.models import Quota, User


@dataclass(frozen=True)
class Limits:
    """What holds for one person. Counts, minutes and bytes."""

    runs_at_once: int = 2
    runs_queued: int = 10
    max_parameters: int = 200_000_000
    max_minutes: int = 240
    max_disk_bytes: int = 10 * 2**30


DEFAULT_LIMITS: Final = Limits()
FIELDS: Final = tuple(f.name for f in fields(Limits))


def limits_for(user: User) -> Limits:
    """Return the limits of `user`: field by field the nearest row that sets it."""
    rows = list(Quota.objects.filter(Q(user=user) | Q(user=None)))
    rows.sort(key=lambda row: row.user_id is None)  # one's own first
    return Limits(**{name: _nearest(rows, name) for name in FIELDS})


def _nearest(rows: list[Quota], name: str) -> int:
    for row in rows:
        value: int | None = getattr(row, name)
        if value is not None:
            return value
    default: int = getattr(DEFAULT_LIMITS, name)
    return default
