"""How much a person may use: their own row, else the site's row, else the constants here."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Final

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
    device_hours_a_day: int | None = None  # no limit
    max_devices: int = 8  # of one run


DEFAULT_LIMITS: Final = Limits()
FIELDS: Final = tuple(f.name for f in fields(Limits))


def limits_for(user: User) -> Limits:
    """Return the limits of `user`: field by field the nearest row that sets it."""
    return limits_of_all([user.pk])[user.pk]


def limits_of_all(user_ids: Iterable[str]) -> dict[str, Limits]:
    """Return the limits of many people, with one query."""
    ids = set(user_ids)
    rows = {row.user_id: row for row in Quota.objects.filter(Q(user__in=ids) | Q(user=None))}
    return {pk: _limits([rows[key] for key in (pk, None) if key in rows]) for pk in ids}


def _limits(rows: list[Quota]) -> Limits:
    """Return what the rows say, the nearest first."""
    return Limits(**{name: _nearest(rows, name) for name in FIELDS})


def _nearest(rows: list[Quota], name: str) -> Any:
    for row in rows:
        value = getattr(row, name)
        if value is not None:
            return value
    return getattr(DEFAULT_LIMITS, name)
