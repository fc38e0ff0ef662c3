"""Tell the web processes that a run has more, and the workers that there is something to do."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any, Final

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import transaction
from django_q.tasks import async_task
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
GROUP: Final = "training.runs"
ANSWERS_WITHIN: Final = 1.0  # seconds
REST: Final = 5.0  # seconds without wake-ups after one that did not come through
_rests_until = 0.0


def wake(run_id: str) -> None:
    """Say "this run has more" after the commit. Rows are the truth: a lost call costs a moment, not data."""
    if settings.REDIS_URL:
        transaction.on_commit(lambda: _send(run_id))


def _send(run_id: str) -> None:
    """Redis may be away, or hang: whoever has something to tell waits a moment for it, and not each time."""
    global _rests_until
    layer = get_channel_layer()
    if layer is None or time.monotonic() < _rests_until:
        return
    try:
        async_to_sync(_send_within)(layer, {"type": "run.more", "run": run_id})
    except (OSError, RedisError, RuntimeError) as error:  # a RuntimeError: a loop runs here
        logger.warning("No wake-up was sent for run %s: %r", run_id, error)
        _rests_until = time.monotonic() + REST


async def _send_within(layer: Any, message: dict[str, str]) -> None:
    await asyncio.wait_for(layer.group_send(GROUP, message), ANSWERS_WITHIN)


def send_ticket() -> None:
    """Let a training worker start what may start, after the commit."""
    transaction.on_commit(lambda: async_task("training.tasks.ticket", cluster="training"))


def send_preparation() -> None:
    """Let a short worker start what waits for preparation, after the commit."""
    transaction.on_commit(lambda: async_task("training.tasks.prepare", cluster="short"))
