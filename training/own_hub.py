"""Tells people which of their own runs are not over: one look of a web process for all who are signed in."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from channels.db import database_sync_to_async
from django.conf import settings
from django.db import DatabaseError, InterfaceError

from training.hub import IDLE_POLL, listen
from training.live import said
from training.selectors import runs_going_on

logger = logging.getLogger(__name__)
LOOK_EVERY: Final = 1.0  # seconds, at least: a page open at something else is told soon enough
SHARE: Final = 0.1  # of the time that looking may take before looks become rarer
HEARTBEAT: Final = 20.0  # seconds without news after which a page hears that all is well


@dataclass(eq=False)
class Reader:
    """One socket. Only what is true now waits for it, so that one that takes nothing costs nothing."""

    user_id: str
    told: Mapping[str, str] | None = None
    now: Mapping[str, str] | None = None
    refused: bool = False  # whoever reads has no account here any more
    more: asyncio.Event = field(default_factory=asyncio.Event)

    def offer(self, runs: Mapping[str, str]) -> None:
        self.now = runs
        if runs != self.told:
            self.more.set()

    def refuse(self) -> None:
        self.refused = True
        self.more.set()

    async def next(self) -> str | None:
        """Wait for the next message; None if nothing has changed for a while, or for ever."""
        self.more.clear()
        if self.now == self.told and not self.refused:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.more.wait(), HEARTBEAT)
        if self.now == self.told:
            return None
        self.told = self.now
        return said({"type": "runs", "runs": self.told})


class OwnHub:
    """Looks while somebody is there, and sleeps else."""

    def __init__(self) -> None:
        self.readers: dict[str, set[Reader]] = defaultdict(set)
        self.looking: asyncio.Task[None] | None = None
        self.woken = asyncio.Event()
        self.well = True  # the database answered last time

    def join(self, reader: Reader) -> None:
        self.readers[reader.user_id].add(reader)
        self.woken.set()
        if self.looking is None or self.looking.done():
            self.looking = asyncio.create_task(self._look_while_read())

    def leave(self, reader: Reader) -> None:
        self.readers[reader.user_id].discard(reader)
        if not self.readers[reader.user_id]:
            del self.readers[reader.user_id]

    async def _look_while_read(self) -> None:
        listening = asyncio.create_task(listen(self.woken)) if settings.REDIS_URL else None
        try:
            while self.readers:
                self.woken.clear()
                began = time.monotonic()
                await self._look()
                await asyncio.sleep(max(LOOK_EVERY, (time.monotonic() - began) / SHARE))
                if listening is not None and not listening.done():
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self.woken.wait(), IDLE_POLL)
        finally:
            if listening is not None:
                listening.cancel()

    async def _look(self) -> None:
        asked = list(self.readers)
        try:
            found = await database_sync_to_async(runs_going_on)(asked)
        except (DatabaseError, InterfaceError):
            logger.warning("The database does not answer", exc_info=True)
            self.well = False
            return
        self.well = True
        for user_id in asked:
            for reader in self.readers.get(user_id, ()):
                if user_id in found:
                    reader.offer(found[user_id])
                else:
                    reader.refuse()


_hubs: dict[int, OwnHub] = {}


def own_hub() -> OwnHub:
    """Return the hub of this process's event loop."""
    loop = asyncio.get_running_loop()
    if id(loop) not in _hubs:
        _hubs.clear()  # a loop that is gone takes its hub with it
        _hubs[id(loop)] = OwnHub()
    return _hubs[id(loop)]
