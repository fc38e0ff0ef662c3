"""`/mlflow/`: MLflow's pages behind this site's login. MLflow asks nobody who they are, so it listens on loopback.

Only what its pages and its client need is passed on, and only to the server that the settings name.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import quote
from weakref import WeakKeyDictionary

import httpx2
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from accounts.authentication import user_of_key
from accounts.rights import Viewer, may_see_experiments
from slamdunk_site.errors import said
from training.experiments import PREFIX, pages

BEARER: Final = "bearer "
CHUNK_BYTES: Final = 64 * 1024
CONNECT_WITHIN, ANSWER_WITHIN = 3.0, 60.0  # seconds
SAFE: Final = ("GET", "HEAD")
METHODS: Final = (*SAFE, "POST", "PATCH", "DELETE")
TOPICS: Final = (
    "experiments|runs|metrics|artifacts|logged-models|registered-models|model-versions|traces|datasets"
)
PASSED: Final = re.compile(
    r"|health|version|graphql|get-artifact|model-versions/get-artifact|static-files/.+"
    rf"|(?:ajax-)?api/[23]\.0/mlflow/(?:(?:{TOPICS})(?:/.*)?|server-info)"
    r"|(?:ajax-)?api/2\.0/mlflow-artifacts/artifacts(?:/.*)?"
)
ASKED: Final = ("Accept", "Accept-Encoding", "Content-Type", "If-Modified-Since", "If-None-Match", "Range")
TOLD: Final = (
    "Accept-Ranges", "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Length", "Content-Range",
    "Content-Type", "ETag", "Last-Modified",
)  # fmt: skip
# Its pages load nothing from elsewhere and tell nobody what is looked at.
POLICY: Final = "connect-src 'self'; object-src 'none'; form-action 'self'"

_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx2.AsyncClient] = WeakKeyDictionary()


@csrf_exempt  # MLflow's pages know no token of ours: the origin is compared instead
async def mlflow(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """Pass a request on for those who may see every run; to others there is nothing here."""
    user = await _person(request)
    if not user.is_authenticated and request.method in SAFE and BEARER not in _authorization(request):
        return redirect_to_login(request.get_full_path())
    if pages() != PREFIX or not may_see_experiments(user) or not passes(path):
        raise Http404(_("There is no such page of MLflow for you."))
    if request.method not in METHODS:
        return HttpResponse(status=405, headers={"Allow": ", ".join(METHODS)})
    if request.method not in SAFE and not _ours(request):
        detail = _("This came from another site, so it was not passed on to MLflow.")
        return said(403, "other_origin", detail)
    return await _passed_on(request, path)


def passes(path: str) -> bool:
    """Say whether a path below the prefix is one that is passed on."""
    steps = path.split("/")
    return PASSED.fullmatch(path) is not None and "." not in steps and ".." not in steps


def _authorization(request: HttpRequest) -> str:
    return request.headers.get("Authorization", "").lower()


async def _person(request: HttpRequest) -> Viewer:
    """Who asks: by session, or a program by its token, as MLFLOW_TRACKING_TOKEN makes MLflow's client send it."""
    if BEARER in _authorization(request):
        key = request.headers["Authorization"][len(BEARER) :].strip()
        return await sync_to_async(user_of_key)(key) or AnonymousUser()
    user: Viewer = await request.auser()
    return user


def _ours(request: HttpRequest) -> bool:
    """Say whether our own page sent this, or a program with a token: a browser sends none by itself."""
    own = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin", "")
    return BEARER in _authorization(request) or origin == own or origin in settings.CSRF_TRUSTED_ORIGINS


async def _passed_on(request: HttpRequest, path: str) -> HttpResponseBase:
    address = httpx2.URL(f"{settings.MLFLOW_TRACKING_URI.rstrip('/')}/{quote(path)}")
    address = address.copy_with(query=request.META["QUERY_STRING"].encode())
    headers = {name: request.headers[name] for name in ASKED if name in request.headers}
    asked = _client().build_request(request.method or "GET", address, headers=headers, content=request.body)
    try:
        answer = await _client().send(asked, stream=True)
    except httpx2.TransportError:
        return await sync_to_async(_away)(request)
    if request.method == "HEAD":
        await answer.aclose()
    response = StreamingHttpResponse(_pieces(answer), status=answer.status_code)
    for name in TOLD:
        if name in answer.headers:
            response[name] = answer.headers[name]
    response["Content-Security-Policy"] = POLICY
    return response


async def _pieces(answer: httpx2.Response) -> AsyncIterator[bytes]:
    """Yield the body as it comes, still packed if it was, at most CHUNK_BYTES at a time."""
    try:
        if not answer.is_closed:
            async for piece in answer.aiter_raw(CHUNK_BYTES):
                yield piece
    finally:
        await answer.aclose()


def _client() -> httpx2.AsyncClient:
    """The connections of this event loop. Proxies that the environment names are for other addresses."""
    loop = asyncio.get_running_loop()
    if loop not in _clients:
        timeout = httpx2.Timeout(ANSWER_WITHIN, connect=CONNECT_WITHIN)
        _clients[loop] = httpx2.AsyncClient(timeout=timeout, trust_env=False)
    return _clients[loop]


def _away(request: HttpRequest) -> HttpResponse:
    """MLflow does not answer: a page for people, an error for its scripts."""
    if "text/html" in request.headers.get("Accept", ""):
        return render(request, "site/mlflow_away.html", status=503)
    return said(503, "mlflow_away", _("MLflow does not answer. Trainings go on; try again in a minute."))
