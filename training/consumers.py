"""Somebody watches a run: `/ws/runs/{id}/?after=SEQ`, see docs/architecture.md."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any, Final
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404
from django.utils import translation

from accounts.models import User
from training import selectors
from training.hub import PAGE, Client, hub, message
from training.models import Run
from training.words import sentence

NOT_FOUND: Final = 4404
HEARTBEAT: Final = 5.0  # seconds


class RunConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # channels has no types
    """Sends the whole history after `after`, then what comes; a gap is filled from the rows."""

    client: Client | None = None
    sending: asyncio.Task[None] | None = None
    seq = 0  # the last event that this client has

    async def connect(self) -> None:
        await self.accept()
        language = language_of(self.scope)
        translation.activate(language)
        user = self.scope.get("user")
        if not isinstance(user, User):
            await self._refuse("not_signed_in")
            return
        try:
            run = await database_sync_to_async(selectors.get_run)(
                user, self.scope["url_route"]["kwargs"]["pk"]
            )
        except Http404:
            await self._refuse("not_found")
            return
        self.seq = first_seq(self.scope)
        self.client = Client(run.pk, language)
        hub().join(self.client)
        self.sending = asyncio.create_task(self._send_all(self.client))

    async def disconnect(self, code: int) -> None:
        if self.client is not None:
            hub().leave(self.client)
        if self.sending is not None:
            self.sending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.sending

    async def _send_all(self, client: Client) -> None:
        try:
            await self._catch_up(client)
            while True:
                try:
                    news = await asyncio.wait_for(client.queue.get(), HEARTBEAT)
                except TimeoutError:
                    await self._say({"type": "heartbeat", "seq": self.seq})
                    continue
                await self._tell(client, news)
        except Run.DoesNotExist:  # deleted while it was watched
            translation.activate(client.language)
            await self._refuse("not_found")

    async def _tell(self, client: Client, news: dict[str, Any]) -> None:
        if news.pop("after") > self.seq:
            await self._catch_up(client)
            return
        news["events"] = [event for event in news["events"] if event["seq"] > self.seq]
        await self._send_events(news)

    async def _catch_up(self, client: Client) -> None:
        """Send everything after what the client has, page by page."""
        while True:
            page = await database_sync_to_async(message)(client.run_id, self.seq, client.language)
            await self._send_events(page)
            if len(page["events"]) < PAGE:
                return

    async def _send_events(self, told: dict[str, Any]) -> None:
        if told["events"]:
            self.seq = told["events"][-1]["seq"]
        await self._say(told)

    async def _refuse(self, code: str) -> None:
        await self._say({"type": "error", "code": code, "detail": sentence(code)})
        await self.close(NOT_FOUND)

    async def _say(self, told: dict[str, Any]) -> None:
        await self.send(json.dumps(told, ensure_ascii=False, cls=DjangoJSONEncoder))


def first_seq(scope: Any) -> int:
    """Return the `after` of the address, 0 if there is none or it is no number."""
    given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("after", ["0"])[0]
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0


def language_of(scope: Any) -> str:
    """The language of whoever opened the socket: what they chose, else what their browser prefers."""
    chosen = [getattr(scope.get("user"), "language", ""), scope.get("cookies", {}).get("django_language", "")]
    accepted = dict(scope.get("headers", [])).get(b"accept-language", b"").decode("latin-1")
    chosen += [part.split(";")[0].strip() for part in accepted.split(",")]
    for code in filter(None, chosen):
        with contextlib.suppress(LookupError):
            return translation.get_supported_language_variant(code)
    return settings.LANGUAGE_CODE
