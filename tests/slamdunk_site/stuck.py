"""A site whose every request stays in its thread for ever: to be ended by a signal."""

from __future__ import annotations

import threading
from typing import Any

from asgiref.sync import sync_to_async

from slamdunk_site.shutdown import end_in_time


async def application(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"under way", "more_body": True})
    await sync_to_async(threading.Event().wait)()


end_in_time()
