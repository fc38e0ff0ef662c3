"""What goes wrong outside any view: as a page for people, in the one shape of errors for programs."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults

API = "/api/"


def said(status: int, code: str, detail: str) -> JsonResponse:
    kind = "server_error" if status >= 500 else "client_error"
    body = {"type": kind, "errors": [{"code": code, "detail": detail, "attr": None}]}
    return JsonResponse(body, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(API):
        return said(400, "bad_request", _("The request is malformed. Check its address, headers and size."))
    return defaults.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(API):
        return said(403, "permission_denied", _("You may not do that. Sign in with an account that may."))
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(API):
        words = _(
            "There is nothing at %(path)s. The addresses are listed at /api/docs/; they end with a slash."
        )
        return said(404, "not_found", words % {"path": request.path[:200]})
    return defaults.page_not_found(request, exception)


def broken(request: HttpRequest, *args: Any) -> HttpResponse:
    if request.path.startswith(API):
        return said(500, "error", _("Something broke on our side. Nothing of yours is lost; try again."))
    return defaults.server_error(request)
