"""Refusals with a reason, on pages: the reason is shown on the page one came from, or on one of its own."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from common.errors import ProductError


class ProductErrorMiddleware:
    """Turns a ProductError that a page's view raised into words. REST turns its own before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, ProductError):
            return None
        messages.error(request, str(error.detail))
        came_from = request.META.get("HTTP_REFERER", "")
        ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
        if request.method == "POST" and ours:
            return redirect(came_from)
        return render(request, f"{404 if error.status == 404 else 403}.html", status=error.status)
