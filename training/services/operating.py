"""What operators do with the queue. Runs that are at work go on; what starts next is decided anew."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from training.models import QueueHost, QueueSettings
from training.models.queue import ONLY
from training.services.wake import send_ticket


def queue_pause(*, user: User, reason: str) -> None:
    """Let nothing start until the queue is resumed; who waits is told the reason."""
    now = {"paused": True, "reason": reason.strip(), "paused_by": user, "paused_at": timezone.now()}
    QueueSettings.objects.update_or_create(pk=ONLY, defaults=now)


@transaction.atomic
def queue_resume() -> None:
    on = {"paused": False, "reason": "", "paused_by": None, "paused_at": None}
    QueueSettings.objects.update_or_create(pk=ONLY, defaults=on)
    send_ticket()


def host_drain(*, host: QueueHost, user: User, reason: str) -> None:
    """Let nothing new start on a host."""
    host.draining, host.reason, host.drained_by = True, reason.strip(), user
    host.save()


@transaction.atomic
def host_undrain(*, host: QueueHost) -> None:
    host.draining, host.reason, host.drained_by = False, "", None
    host.save()
    send_ticket()


@transaction.atomic
def host_slots(*, host: QueueHost, slots: int | None) -> None:
    """Say how many runs each device of a host takes at once; None: as the site is set up."""
    host.slots = slots
    host.save()
    send_ticket()
