"""The pages behind a public link: a design to look at for anybody, and a copy for who signs in."""

from __future__ import annotations

from typing import Any, Final, cast

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from architectures import selectors, services
from architectures.api.linked import LinkThrottle
from architectures.models import Architecture
from architectures.palette import blocks_json
from architectures.words import with_words
from common.errors import ProductError

REPORT_AGE: Final = 600  # seconds; a link that is passed round a class is checked once


@require_safe
def linked_design(request: HttpRequest, token: str) -> HttpResponse:
    """Show a design by its link. Nothing else is told: no id, no history, no other things of its owner."""
    found = _found(request, token)
    data = {
        "architecture": {
            "id": token,
            "title": found.title,
            "revision": 0,
            "owner": found.owner.shown_name,
            "design": found.current.design if found.current else {},
        },
        "editable": False,
        "devices": [],  # the machines of this site are nothing for strangers
        "blocks": blocks_json(),
        "linked": {
            "copy": reverse("linked-copy", args=[token]),
            "signedIn": request.user.is_authenticated,
            "report": _report(found),
        },
    }
    return _private(
        render(request, "architectures/linked.html", {"architecture": found, "data": data, "token": token})
    )


@login_required
@require_http_methods(["GET", "POST"])
def linked_copy(request: HttpRequest, token: str) -> HttpResponse:
    """Make a copy of one's own; a stranger gets here over signing in, and is asked once more."""
    found = _found(request, token)
    if request.method == "POST":
        made = services.architecture_duplicate(user=cast(User, request.user), architecture=found)
        return redirect("architecture-edit", made.pk)
    return _private(
        render(request, "architectures/linked_copy.html", {"architecture": found, "token": token})
    )


def _found(request: HttpRequest, token: str) -> Architecture:
    if not LinkThrottle().allow_request(request, None):  # type: ignore[arg-type]
        words = _("This was asked for too often in a short time. Wait a minute, then try again.")
        raise ProductError(words, code="throttled", status=429)
    return selectors.get_linked(token)


def _report(found: Architecture) -> dict[str, Any]:
    from architectures.core.validate import validate

    if found.current is None:
        return {}
    key = f"linked-report:{found.current.pk}:{found.revision}:{get_language()}"
    report: dict[str, Any] | None = cache.get(key)
    if report is None:
        report = with_words(validate(found.current.design).to_json())
        cache.set(key, report, REPORT_AGE)
    return report


def _private(answer: HttpResponse) -> HttpResponse:
    """Keep a page with a secret in its address out of search engines, caches and other sites' logs."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "same-origin"
    answer["Cache-Control"] = "no-store"
    return answer
