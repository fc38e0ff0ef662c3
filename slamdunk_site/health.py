"""Is the site well? For people who run it, and for the banner on every page."""

from __future__ import annotations

import socket
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from training.services import workers_alive

CONNECT_WITHIN = 1.0  # seconds


def database_well() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def workers_well() -> bool:
    try:
        return all(workers_alive().values())
    except DatabaseError:
        return False


def answers(address: str) -> bool:
    """Whether something accepts connections at the address."""
    parts = urlsplit(address)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), CONNECT_WITHIN).close()
    except OSError:
        return False
    return True


def parts() -> dict[str, bool]:
    """Return what is well and what is not; Redis and MLflow only where they are configured."""
    checks: dict[str, Callable[[], bool]] = {"database": database_well, "workers": workers_well}
    for name, address in (("redis", settings.REDIS_URL), ("mlflow", settings.MLFLOW_TRACKING_URI)):
        if address:
            checks[name] = partial(answers, address)
    return {"web": True, **{name: check() for name, check in checks.items()}}


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 if everything is well, else 503; a part is "ok" or "down". Needs no sign-in and names no secret."""
    found = parts()
    said = {name: "ok" if well else "down" for name, well in found.items()}
    well = all(found.values())
    return JsonResponse({"status": "ok" if well else "down", **said}, status=200 if well else 503)
