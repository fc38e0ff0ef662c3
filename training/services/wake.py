"""Tell the web processes that a run has more, and the workers that there is something to do."""

from __future__ import annotations

import logging
from typing import Final

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import transaction
from django_q.tasks import async_task

logger = logging.getLogger(__name__)
GROUP: Final = "training.runs"


def wake(run_id: str) -> None:
    """Say "this run has more" after the commit. Rows are the truth: a lost call costs a moment, not data."""
    if settings.REDIS_URL:
        transaction.on_commit(lambda: _send(run_id))


def _send(run_id: str) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        async_to_sync(layer.group_send)(GROUP, {"type": "run.more", "run": run_id})
    except (OSError, RuntimeError) as error:  # Redis is away (its errors are OSErrors), or a loop runs here
        logger.warning("No wake-up was sent for run %s: %s", run_id, error)


def send_ticket() -> None:
    """Let a training worker start what may start, after the commit."""
    transaction.on_commit(lambda: async_task("training.tasks.ticket", cluster="training"))


def send_preparation() -> None:
    """Let a short worker start what waits for preparation, after the commit."""
    transaction.on_commit(lambda: async_task("training.tasks.prepare", cluster="short"))
