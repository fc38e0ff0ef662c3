"""The web process: HTTP by Django, sockets by Channels."""

import os
import threading
from typing import Any

from channels.db import database_sync_to_async
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
http = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402 (needs the apps)
from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.urls import re_path  # noqa: E402

from accounts.authentication import user_of_key  # noqa: E402
from inference.routing import websocket_urlpatterns as inference_sockets  # noqa: E402
from slamdunk_site.shutdown import end_in_time  # noqa: E402
from slamdunk_site.sockets import NothingHere  # noqa: E402
from training.routing import websocket_urlpatterns as training_sockets  # noqa: E402

BEARER = b"bearer "
EDITOR = "/architectures/"


class Sockets:
    """Browsers come with a session and must name our origin; programs come with a token and need none."""

    def __init__(self) -> None:
        nothing = re_path("", NothingHere.as_asgi())
        self.routes = URLRouter([*training_sockets, *inference_sockets, nothing])
        self.browsers = AllowedHostsOriginValidator(AuthMiddlewareStack(self.routes))

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        given = dict(scope["headers"]).get(b"authorization", b"")
        if not given.lower().startswith(BEARER):
            await self.browsers(scope, receive, send)
            return
        key = given[len(BEARER) :].strip().decode("latin-1")
        user = await database_sync_to_async(user_of_key)(key)
        await self.routes({**scope, "user": user or AnonymousUser()}, receive, send)


class Pages:
    """Django. Whoever comes near the canvas will validate soon, so torch is loaded meanwhile, not before."""

    def __init__(self) -> None:
        self.warmed = False

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if not self.warmed and EDITOR in scope["path"]:
            self.warmed = True
            threading.Thread(target=warm, name="load-torch", daemon=True).start()
        await http(scope, receive, send)


def warm() -> None:
    """Validate something once: imports torch and fills the caches of the core."""
    from architectures.core.presets import presets
    from architectures.core.validate import validate

    validate(presets()[0].design)


end_in_time()
application = ProtocolTypeRouter({"http": Pages(), "websocket": Sockets()})
