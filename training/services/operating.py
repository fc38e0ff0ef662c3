"""What people do with the queue. Runs that are at work go on; what starts next is decided anew."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import ConflictError
from training.models import QueueHost, QueueSettings, Run, RunState
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


@transaction.atomic
def run_first(*, run: Run) -> None:
    """Let a run that waits go before the others of its owner. Raises ConflictError for one that does not wait."""
    User.objects.select_for_update().get(pk=run.owner_id)  # of two at once, the later one is first
    waiting = Run.objects.filter(owner=run.owner_id, state=RunState.QUEUED)
    most = waiting.exclude(pk=run.pk).aggregate(most=Max("priority"))["most"]
    if not waiting.filter(pk=run.pk).update(priority=(most or 0) + 1, updated_at=timezone.now()):
        words = _("“%(title)s” does not wait any more, so there is nothing to put it before.")
        raise ConflictError(words % {"title": run.title}, code="not_waiting", attr="run")
    send_ticket()
