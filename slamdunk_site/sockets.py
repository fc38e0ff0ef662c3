"""Sockets to addresses where nothing is."""

import json

from channels.generic.websocket import AsyncWebsocketConsumer
from django.utils.translation import gettext as _

NOT_FOUND = 4404


class NothingHere(AsyncWebsocketConsumer):  # type: ignore[misc]  # channels has no types
    """Says so and closes; a refusal before accepting would hide the reason from a browser."""

    async def connect(self) -> None:
        await self.accept()
        words = _("There is no socket at this address. Check the address, or load the page again.")
        error = {"type": "error", "code": "not_found", "detail": words}
        await self.send(json.dumps(error, ensure_ascii=False))
        await self.close(NOT_FOUND)
