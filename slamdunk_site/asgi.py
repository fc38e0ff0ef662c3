"""The web process: HTTP by Django, sockets by Channels."""

import os
from typing import Any

from channels.db import database_sync_to_async
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
http = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402 (needs the apps)
from django.contrib.auth.models import AnonymousUser  # noqa: E402

from accounts.authentication import user_of_key  # noqa: E402
from inference.routing import websocket_urlpatterns as inference_sockets  # noqa: E402
from training.routing import websocket_urlpatterns as training_sockets  # noqa: E402

BEARER = b"bearer "


class Sockets:
    """Browsers come with a session and must name our origin; programs come with a token and need none."""

    def __init__(self) -> None:
        self.routes = URLRouter([*training_sockets, *inference_sockets])
        self.browsers = AllowedHostsOriginValidator(AuthMiddlewareStack(self.routes))

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        given = dict(scope["headers"]).get(b"authorization", b"")
        try:
            if given.lower().startswith(BEARER):
                key = given[len(BEARER) :].strip().decode("latin-1")
                user = await database_sync_to_async(user_of_key)(key)
                await self.routes({**scope, "user": user or AnonymousUser()}, receive, send)
            else:
                await self.browsers(scope, receive, send)
        except ValueError:  # Channels' word for an address that no route has
            await send({"type": "websocket.close", "code": 4404})


application = ProtocolTypeRouter({"http": http, "websocket": Sockets()})
