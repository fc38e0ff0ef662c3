"""A model writes while someone watches: `/ws/models/{id}/generate/`, see docs/architecture.md."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.http import Http404
from django.utils import translation

from accounts.models import User
from common.errors import ProductError
from inference import selectors, services
from inference.models import CompletedModel
from inference.words import sentence

NOT_FOUND = 4404
logger = logging.getLogger(__name__)


class GenerateConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One socket writes one text at a time. Closing it, or `cancel`, ends the writing within one token."""

    model: CompletedModel
    user: User
    writing: asyncio.Task[None] | None = None
    cancelling: asyncio.Event

    async def connect(self) -> None:
        await self.accept()
        translation.activate(language_of(self.scope))
        user = self.scope.get("user")
        if not isinstance(user, User):
            await self._refuse("not_signed_in")
            return
        try:
            pk = self.scope["url_route"]["kwargs"]["pk"]
            self.model = await database_sync_to_async(selectors.get_model)(user, pk)
            self.user = user
        except Http404:
            await self._refuse("not_found")

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        translation.activate(language_of(self.scope))
        if not hasattr(self, "model"):
            return
        try:
            await self._obey(parse_message(text_data))
        except ProductError as error:
            await self._say_error(error.code, str(error.detail))

    async def disconnect(self, code: int) -> None:
        await self._stop_writing()

    async def _obey(self, message: dict[str, Any]) -> None:
        if message.pop("type") == "cancel":
            if self.writing is not None:
                self.cancelling.set()
            return
        if self.writing is not None and not self.writing.done():
            raise ProductError(sentence("already_generating"), code="already_generating")
        request = services.parse_request(message)
        self.cancelling = asyncio.Event()
        self.writing = asyncio.create_task(self._write(request))

    async def _write(self, request: Any) -> None:
        try:
            # Asked again each time: the model may have been deleted or made private since the socket opened.
            model = await database_sync_to_async(selectors.get_model)(self.user, self.model.pk)
            stream = services.generate_stream(
                model=model, user=self.user, request=request, cancelled=self.cancelling
            )
            async with contextlib.aclosing(stream):
                async for message in stream:
                    await self._say(message)
        except Http404:
            await self._refuse("not_found")
        except ProductError as error:
            await self._say_error(error.code, str(error.detail))
        except Exception:  # the reader must be told; the log says why
            logger.exception("Generation failed")
            await self._say_error("generation_failed", sentence("generation_failed"))

    async def _stop_writing(self) -> None:
        if self.writing is None:
            return
        self.writing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.writing

    async def _refuse(self, code: str) -> None:
        await self._say_error(code, sentence(code))
        await self.close(NOT_FOUND)

    async def _say_error(self, code: str, detail: str) -> None:
        await self._say({"type": "error", "code": code, "detail": detail})

    async def _say(self, message: dict[str, Any]) -> None:
        await self.send(json.dumps(message, ensure_ascii=False))


def parse_message(text: str | None) -> dict[str, Any]:
    """Read one message of the client. Raises ProductError("invalid_message")."""
    try:
        message = json.loads(text or "")
    except ValueError:
        message = None
    if not isinstance(message, dict) or message.get("type") not in ("generate", "cancel"):
        raise ProductError(sentence("invalid_message"), code="invalid_message")
    return message


def language_of(scope: Any) -> str:
    """The language of whoever opened the socket: what they chose, else what their browser prefers."""
    chosen = [getattr(scope.get("user"), "language", ""), scope.get("cookies", {}).get("django_language", "")]
    headers = dict(scope.get("headers", []))
    accepted = headers.get(b"accept-language", b"").decode("latin-1")
    chosen += [part.split(";")[0].strip() for part in accepted.split(",")]
    for code in filter(None, chosen):
        with contextlib.suppress(LookupError):
            return translation.get_supported_language_variant(code)
    return settings.LANGUAGE_CODE
