"""One continuation that someone waits for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from common.ids import new_id

Message = dict[str, Any]
LAST = frozenset({"finished", "error"})  # types of message after which a job is over


class PoolBusyError(Exception):
    """Nobody can be served now: too many wait, or (`mine`) too many of this person's."""

    def __init__(self, *, mine: bool) -> None:
        super().__init__("mine" if mine else "all")
        self.mine = mine


@dataclass
class Job:
    """A request and where its messages go. `deliver` is called from the pool's threads and must not block."""

    request: Message
    deliver: Callable[[Message], None]
    owner: str = ""
    id: str = field(default_factory=new_id)
    on_cancel: Callable[[], None] | None = None
    over: threading.Event = field(default_factory=threading.Event)
    _cancelled: threading.Event = field(default_factory=threading.Event)

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Call it off: while it waits it never starts, while it runs it ends within one token."""
        self._cancelled.set()
        if self.on_cancel is not None and not self.over.is_set():
            self.on_cancel()

    def send(self, message: Message) -> None:
        """Hand on one message; nothing comes after the last one."""
        if self.over.is_set():
            return
        if message["type"] in LAST:
            self.over.set()
        self.deliver({key: value for key, value in message.items() if key != "job"})
