"""One hub per web process: it looks for news of the runs that are watched, once for all who watch."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import DatabaseError
from redis.exceptions import RedisError

from training.live import Message, Seen, news, said
from training.selectors import runs_seen
from training.services.wake import GROUP

logger = logging.getLogger(__name__)
SOONEST: Final = 0.1  # seconds from one look to the next; wake-ups within are gathered
POLL: Final = 0.25  # the same without Redis, where nobody wakes the hub
LATEST: Final = 0.38  # the same of a busy process: news are still told in well under a second
SHARE: Final = 0.3  # of a core that looking and telling may take before looks become rarer
AT_ONCE: Final = 300  # clients whose runs are looked at together: the last does not wait for all others
IDLE_POLL: Final = 5.0  # seconds between looks with Redis, in case a wake-up was lost
RIGHTS_EVERY: Final = 5.0  # seconds between looks at who may still see what is watched
HEARTBEAT: Final = 5.0  # seconds after which a client that was told nothing hears that all is well
QUEUE: Final = 50  # messages that may wait for one client


@dataclass(eq=False)
class Client:
    """One socket: what it has, and what waits for it. It begins behind, and reads the rows until it is not."""

    run_id: str
    user_id: str
    language: str
    seq: int = 0  # the last event that it has, or that waits for it
    behind: bool = True  # rows must be read: what is offered would leave a gap
    missed: bool = False  # something was offered meanwhile
    slow: bool = False  # it does not take what is sent; it had better come again
    quiet: bool = False  # it was told nothing since the last heartbeat
    refused: bool = False  # who watches may not see the run any more
    queue: deque[str] = field(default_factory=deque)
    more: asyncio.Event = field(default_factory=asyncio.Event)

    def offer(self, message: Message) -> None:
        """Let news wait for this client, or note that there is a gap."""
        if self.behind or message.before > self.seq:
            self.look()
            return
        self.push(message.text if message.before == self.seq else message.after(self.seq))
        self.seq = max(self.seq, message.last)

    def look(self) -> None:
        """Let this client read the rows."""
        self.behind = self.missed = True
        self.more.set()

    def push(self, text: str) -> None:
        if len(self.queue) >= QUEUE:
            self.slow = True
        else:
            self.queue.append(text)
        self.quiet = False
        self.more.set()

    async def next(self) -> str | None:
        """Wait for the next message; None if something else is to be done first."""
        while not self.queue:
            if self.behind or self.slow or self.refused:
                return None
            self.more.clear()
            await self.more.wait()
        return None if self.slow or self.refused else self.queue.popleft()

    def refuse(self) -> None:
        """Let whoever sends say that there is no such run."""
        self.refused = True
        self.more.set()


async def listen(woken: asyncio.Event) -> None:
    """Be woken by other processes. When Redis is away this ends, and polling takes over."""
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        channel = await layer.new_channel()
        await layer.group_add(GROUP, channel)
        while True:
            await layer.receive(channel)
            woken.set()
    except (OSError, RedisError) as error:
        logger.warning("Redis does not answer; looking by the clock: %s", error)


class Hub:
    """Looks while somebody watches, and sleeps else."""

    def __init__(self) -> None:
        self.clients: dict[str, set[Client]] = defaultdict(set)
        self.seen: dict[str, Seen] = {}
        self.looking: asyncio.Task[None] | None = None
        self.woken = asyncio.Event()
        self.beat_at = self.asked_at = time.monotonic()

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
        listening = asyncio.create_task(listen(self.woken)) if settings.REDIS_URL else None
        try:
            while self.clients:
                began = time.monotonic()
                self.woken.clear()
                await self._ask_rights()
                for turn in self._turns():
                    await self._take(turn)
                await self._pause(began, listening is not None and not listening.done())
        finally:
            if listening is not None:
                listening.cancel()

    async def _ask_rights(self) -> None:
        """Let those go who may not see their run any more: it is shared with them no longer, or they have left."""
        if time.monotonic() - self.asked_at < RIGHTS_EVERY:
            return
        watched: dict[str, set[str]] = defaultdict(set)
        for client in self._all():
            watched[client.user_id].add(client.run_id)
        try:
            seen = await database_sync_to_async(runs_seen)(watched)
        except DatabaseError:
            logger.warning("The database does not answer", exc_info=True)
            return  # asked again at the next look
        self.asked_at = time.monotonic()
        gone = {(user, run) for user, runs in watched.items() for run in runs - seen[user]}
        for client in self._all():
            if (client.user_id, client.run_id) in gone:
                client.refuse()

    def _all(self) -> list[Client]:
        return [client for clients in self.clients.values() for client in clients]

    def _turns(self) -> list[list[str]]:
        """Return the runs that are watched, in parts that are looked at together."""
        turns, room = list[list[str]](), 0
        for run_id, clients in self.clients.items():
            if len(clients) > room:
                turns.append([])
                room = AT_ONCE
            turns[-1].append(run_id)
            room -= len(clients)
        return turns

    async def _take(self, turn: Sequence[str]) -> None:
        """Look at some runs and give others time to send what was told; a busy process takes more of it."""
        began, used = time.monotonic(), time.process_time()
        turn = [run_id for run_id in turn if run_id in self.clients]  # the last one may have left meanwhile
        part = sum(len(self.clients[run_id]) for run_id in turn) / max(
            1, sum(map(len, self.clients.values()))
        )
        try:
            await self._look(turn)
            self._beat()
        except DatabaseError:  # and no heartbeat: who watches shall know
            logger.warning("The database does not answer", exc_info=True)
        await asyncio.sleep(began + SOONEST * part - time.monotonic())
        cost = (time.process_time() - used) / SHARE
        await asyncio.sleep(began + min(cost, LATEST * part) - time.monotonic())

    async def _pause(self, began: float, listening: bool) -> None:
        """Wait until it is time to look again: until somebody says that there is something, or by the clock."""
        if listening:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.woken.wait(), min(IDLE_POLL, HEARTBEAT))
        else:
            await asyncio.sleep(began + POLL - time.monotonic())

    async def _look(self, turn: Sequence[str]) -> None:
        watched = {run_id: self.seen.get(run_id) for run_id in turn}
        languages = {run_id: {client.language for client in self.clients[run_id]} for run_id in turn}
        found = await database_sync_to_async(news)(watched, languages)
        for run_id, messages in found.messages.items():
            if run_id in self.clients:  # the last one may have left meanwhile
                self.seen[run_id] = found.seen[run_id]
                self._tell(self.clients[run_id], messages)
        for run_id in found.gone & self.clients.keys():
            self._tell(self.clients[run_id], {})

    def _tell(self, clients: set[Client], messages: dict[str, Message]) -> None:
        for client in clients:
            if client.language in messages:
                client.offer(messages[client.language])
            else:  # it came meanwhile, the first of its language; or the run is gone
                client.look()

    def _beat(self) -> None:
        if time.monotonic() - self.beat_at < HEARTBEAT:
            return
        self.beat_at = time.monotonic()
        for client in self._all():
            if client.quiet and not client.behind:
                client.push(said({"type": "heartbeat", "seq": client.seq}))
            client.quiet = True


_hubs: dict[int, Hub] = {}


def hub() -> Hub:
    """Return the hub of this process's event loop."""
    loop = asyncio.get_running_loop()
    if id(loop) not in _hubs:
        _hubs.clear()  # a loop that is gone takes its hub with it
        _hubs[id(loop)] = Hub()
    return _hubs[id(loop)]
