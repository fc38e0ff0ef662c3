"""What happens each minute."""

from __future__ import annotations

from collections.abc import Mapping

from django_q.models import Schedule

SCHEDULES = {  # name: (task, cluster); each also shows that its cluster is alive
    "training: tickets": ("training.tasks.ticket", "training"),
    "training: housekeeping": ("training.tasks.housekeeping", "short"),
}


def ensure_schedules(schedules: Mapping[str, tuple[str, str]] = SCHEDULES) -> None:
    """Make the schedules that are missing; those that are there keep their time."""
    for name, (task, cluster) in schedules.items():
        kind = {
            "func": task,
            "cluster": cluster,
            "schedule_type": Schedule.MINUTES,
            "minutes": 1,
            "repeats": -1,
        }
        Schedule.objects.update_or_create(name=name, defaults=kind)
