"""Somebody watches a run, or waits for news of their own: `/ws/runs/{id}/?after=SEQ`, `/ws/me/`."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any, Final
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.http import Http404
from django.utils import translation

from accounts.models import User
from training import selectors
from training.hub import Client, hub
from training.live import PAGE, page, said
from training.models import Run
from training.own_hub import Reader, own_hub
from training.words import sentence

NOT_FOUND: Final = 4404
TOO_SLOW: Final = 1013  # "try again later": a browser comes back and names the last event that it has


class RunConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # channels has no types
    """Sends the whole history after `after`, then what comes; a gap is filled from the rows."""

    client: Client | None = None
    sending: asyncio.Task[None] | None = None

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
        self.client = Client(run.pk, user.pk, language, first_seq(self.scope))
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
            while not (client.slow or client.refused):
                if client.behind:
                    await self._catch_up(client)
                elif (text := await client.next()) is not None:
                    await self.send(text)
        except Run.DoesNotExist:  # deleted while it was watched
            client.refuse()
        hub().leave(client)
        if client.refused:
            translation.activate(client.language)
            await self._refuse("not_found")
        else:
            await self.close(TOO_SLOW)

    async def _catch_up(self, client: Client) -> None:
        """Send what waits, then the next page of what the client does not have."""
        while client.queue:
            await self.send(client.queue.popleft())
        client.missed = False
        told = await database_sync_to_async(page)(client.run_id, client.seq, client.language)
        client.seq = max(client.seq, told.last)
        client.behind = client.missed or len(told.events) >= PAGE
        client.quiet = False
        await self.send(told.text)

    async def _refuse(self, code: str) -> None:
        await self.send(said({"type": "error", "code": code, "detail": sentence(code)}))
        await self.close(NOT_FOUND)


class OwnRunsConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Tells a person which of their own runs are not over, now and at each change: `/ws/me/`."""

    reader: Reader | None = None
    sending: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        await self.accept()
        translation.activate(language_of(self.scope))
        user = self.scope.get("user")
        if not isinstance(user, User):
            await self._refuse()
            return
        self.reader = Reader(user.pk)
        own_hub().join(self.reader)
        self.sending = asyncio.create_task(self._send_all(self.reader))

    async def disconnect(self, code: int) -> None:
        if self.reader is not None:
            own_hub().leave(self.reader)
        if self.sending is not None:
            self.sending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.sending

    async def _send_all(self, reader: Reader) -> None:
        while not reader.refused:
            if (text := await reader.next()) is not None:
                await self.send(text)
            elif own_hub().well:
                await self.send(said({"type": "heartbeat"}))
        own_hub().leave(reader)
        translation.activate(language_of(self.scope))
        await self._refuse()

    async def _refuse(self) -> None:
        code = "not_signed_in"
        await self.send(said({"type": "error", "code": code, "detail": sentence(code)}))
        await self.close(NOT_FOUND)


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
