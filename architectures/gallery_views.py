"""The gallery of designs that people keep: one's own, those shared with one, those that everyone may see."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F, OrderBy, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts import rights
from architectures.gallery import design_thumbnail
from architectures.models import Architecture
from common.models import Visibility

PER_PAGE: Final = 24
MAX_QUERY: Final = 100  # characters


class Shelf(NamedTuple):
    """Some of the designs that one may see, and what is said where there are none."""

    title: Any
    empty: Any
    advice: Any


class Sort(NamedTuple):
    title: Any
    order: str | OrderBy


SHELVES: Final = {
    "mine": Shelf(
        _("Yours"),
        _("You keep no design yet"),
        _("Start from a preset: it opens on the canvas, ready to be changed. Or drop a file here."),
    ),
    "shared": Shelf(
        _("Shared with me"),
        _("Nothing is shared with you yet"),
        _("What members of your courses share with them stands here."),
    ),
    "public": Shelf(
        _("Everyone's"),
        _("Nobody shows a design to everyone yet"),
        _("Open a design of yours, press “Share”, and be the first."),
    ),
}
SORTS: Final = {
    "changed": Sort(_("Last changed"), "-updated_at"),
    "title": Sort(_("Title"), "title"),
    "size": Sort(_("Largest"), F("current__n_parameters").desc(nulls_last=True)),
}


@login_required
def architectures(request: HttpRequest) -> HttpResponse:
    """Show a shelf of designs, searched and sorted as asked."""
    show = request.GET.get("show", "")
    sort = request.GET.get("sort", "")
    show, sort = show if show in SHELVES else "mine", sort if sort in SORTS else "changed"
    query = request.GET.get("q", "").replace("\0", "").strip()[:MAX_QUERY]
    rows = _searched(_shelf(show, request.user), query).order_by(SORTS[sort].order, "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "cards": [_card(one, request.user) for one in page],
        "show": show,
        "sort": sort,
        "query": query,
        "shelves": [(key, shelf.title) for key, shelf in SHELVES.items()],
        "sorts": [(key, one.title) for key, one in SORTS.items()],
        "shelf": SHELVES[show],
    }
    return render(request, "architectures/list.html", context)


def _shelf(show: str, user: Any) -> QuerySet[Architecture]:
    rows = Architecture.objects.select_related("owner", "current")
    if show == "shared":
        return rights.shared_with(rows, user)
    if show == "public":
        return rows.filter(visibility=Visibility.PUBLIC).exclude(owner=user)
    return rows.filter(owner=user)


def _searched(rows: QuerySet[Architecture], query: str) -> QuerySet[Architecture]:
    for word in query.split():
        rows = rows.filter(Q(title__icontains=word) | Q(owner__username__icontains=word))
    return rows


def _card(architecture: Architecture, user: Any) -> dict[str, Any]:
    mine = architecture.owner_id == user.pk
    return {"architecture": architecture, "mine": mine, "thumbnail": design_thumbnail(architecture.current)}
