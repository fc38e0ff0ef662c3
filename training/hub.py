"""One hub per web process: it looks for news of the runs that are watched, once for all who watch."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import DatabaseError
from django.utils import translation

from training.models import Run
from training.selectors import events_after
from training.serializers import RunSerializer, event_json
from training.services.wake import GROUP

logger = logging.getLogger(__name__)
POLL: Final = 0.25  # seconds between looks without Redis
COALESCE: Final = 0.1  # seconds in which wake-ups are gathered
IDLE_POLL: Final = 5.0  # seconds between looks with Redis, in case a wake-up was lost
QUEUE: Final = 50  # messages that may wait for one client
PAGE: Final = 500  # events in a message


@dataclass(eq=False)
class Client:
    """One socket: what waits for it. A full queue is emptied and becomes a gap that rows fill later."""

    run_id: str
    language: str
    queue: asyncio.Queue[dict[str, Any]] = field(default_factory=lambda: asyncio.Queue(QUEUE))

    def offer(self, message: dict[str, Any]) -> None:
        if self.queue.full():
            while not self.queue.empty():
                self.queue.get_nowait()
        self.queue.put_nowait(message)


class Hub:
    """Looks while somebody watches, and sleeps else."""

    def __init__(self) -> None:
        self.clients: dict[str, set[Client]] = defaultdict(set)
        self.seen: dict[str, tuple[int, Any]] = {}  # run: (last_seq, updated_at)
        self.looking: asyncio.Task[None] | None = None
        self.woken = asyncio.Event()

    def join(self, client: Client) -> None:
        self.clients[client.run_id].add(client)
        if self.looking is None or self.looking.done():
            self.looking = asyncio.create_task(self._look_while_watched())

    def leave(self, client: Client) -> None:
        self.clients[client.run_id].discard(client)
        if not self.clients[client.run_id]:
            del self.clients[client.run_id]
            self.seen.pop(client.run_id, None)

    async def _look_while_watched(self) -> None:
        listening = asyncio.create_task(self._listen()) if settings.REDIS_URL else None
        try:
            while self.clients:
                try:
                    await self._look()
                except DatabaseError:
                    logger.warning("The database does not answer", exc_info=True)
                await self._pause(listening is not None and not listening.done())
        finally:
            if listening is not None:
                listening.cancel()

    async def _pause(self, listening: bool) -> None:
        if not listening:
            await asyncio.sleep(POLL)
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.woken.wait(), IDLE_POLL)
        await asyncio.sleep(COALESCE)
        self.woken.clear()

    async def _listen(self) -> None:
        """Be woken by other processes. When Redis is away this ends, and polling takes over."""
        layer = get_channel_layer()
        if layer is None:
            return
        try:
            channel = await layer.new_channel()
            await layer.group_add(GROUP, channel)
            while True:
                await layer.receive(channel)
                self.woken.set()
        except OSError as error:
            logger.warning("Redis does not answer; looking by the clock: %s", error)

    async def _look(self) -> None:
        watched = {run_id: self.seen.get(run_id) for run_id in self.clients}
        languages = {run: {client.language for client in clients} for run, clients in self.clients.items()}
        for run_id, before, now, messages in await database_sync_to_async(news)(watched, languages):
            self.seen[run_id] = now
            for client in list(self.clients.get(run_id, ())):
                if client.language in messages:
                    client.offer({"after": before, **messages[client.language]})


def news(
    watched: dict[str, tuple[int, Any] | None], languages: dict[str, set[str]]
) -> list[tuple[str, int, tuple[int, Any], dict[str, dict[str, Any]]]]:
    """Return (run, seq before, what is seen now, message per language) of each run that has changed."""
    found = []
    rows = Run.objects.filter(pk__in=watched).values_list("pk", "last_seq", "updated_at")
    for run_id, last_seq, updated_at in rows:
        before = watched[run_id]
        if before == (last_seq, updated_at):
            continue
        start = before[0] if before else last_seq
        messages = {language: message(run_id, start, language) for language in languages[run_id]}
        told = max((m["events"][-1]["seq"] for m in messages.values() if m["events"]), default=last_seq)
        found.append((run_id, start, (told, updated_at if told >= last_seq else None), messages))
    return found


def message(run_id: str, after: int, language: str) -> dict[str, Any]:
    """Return what a client is told: at most PAGE events after `after`, and the run as it is."""
    related = ("owner", "corpus", "tokenizer", "version", "token_file")
    with translation.override(language):
        run = Run.objects.select_related(*related).defer("design").get(pk=run_id)
        events = [event_json(event) for event in events_after(run_id, after, PAGE)]
        return {"type": "events", "events": events, "run": dict(RunSerializer(run).data)}


_hubs: dict[int, Hub] = {}


def hub() -> Hub:
    """Return the hub of this process's event loop."""
    loop = asyncio.get_running_loop()
    if id(loop) not in _hubs:
        _hubs.clear()  # a loop that is gone takes its hub with it
        _hubs[id(loop)] = Hub()
    return _hubs[id(loop)]
