"""The pages of architectures."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.quotas import limits_for
from accounts.rights import get_visible_or_404, may_edit
from architectures import selectors, services
from architectures.cards import card
from architectures.comparing import FIRST, side
from architectures.core.blocks import registry
from architectures.core.blocks.base import COLOURS
from architectures.core.presets import presets
from architectures.devices import devices_json
from architectures.gallery import preset_sections
from architectures.models import Architecture
from architectures.palette import block_json, blocks_json, parameter_rows
from common.errors import ProductError

EMPTY = {"format": 1, "vars": {}, "nodes": {}, "edges": [], "layout": {}, "meta": {}}


@login_required
@require_http_methods(["GET", "POST"])
def architecture_new(request: HttpRequest) -> HttpResponse:
    """Choose a preset; it becomes a design of one's own and opens on the canvas."""
    if request.method == "POST" and "start" in request.POST:
        return _from_nothing(cast(User, request.user), tour=request.POST["start"] == "tour")
    if request.method == "POST":
        preset = next((one for one in presets() if one.slug == request.POST.get("preset")), None)
        if preset is None:
            messages.error(request, _("There is no such preset. Choose one of those below."))
            return redirect("architecture-new")
        try:
            made = services.architecture_create(
                user=cast(User, request.user), title=preset.title, design=preset.design
            )
        except ProductError as error:
            messages.error(request, str(error.detail))
            return redirect("architecture-new")
        return redirect("architecture-edit", made.pk)
    limits = limits_for(cast(User, request.user))
    return render(request, "architectures/new.html", {"sections": preset_sections(limits.max_parameters)})


def _from_nothing(user: User, *, tour: bool) -> HttpResponse:
    """Open an empty canvas, with or without the guided tour beside it."""
    made = services.architecture_create(
        user=user, title=_("My GPT") if tour else _("New design"), design=EMPTY
    )
    edit = reverse("architecture-edit", args=[made.pk])
    return redirect(f"{edit}?tour=gpt" if tour else edit)


@login_required
def architecture_edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Show a design; one that is not one's own may be looked at."""
    found = get_visible_or_404(Architecture.objects.select_related("current", "owner"), request.user, pk)
    data = {
        "architecture": {
            "id": found.pk,
            "title": found.title,
            "revision": found.revision,
            "owner": found.owner.username,
            "copyOf": _copy_of(request, found),
            "design": found.current.design if found.current else EMPTY,
        },
        "person": {"id": str(request.user.pk), "name": request.user.get_username()},
        "editable": may_edit(request.user, found),
        "blocks": blocks_json(),
        "devices": devices_json(),
    }
    return render(request, "architectures/edit.html", {"architecture": found, "data": data})


@login_required
def architecture_compare(request: HttpRequest) -> HttpResponse:
    """Show two designs beside each other with what differs; the address says which two."""
    names = [request.GET.get(key) or first for key, first in zip("ab", FIRST, strict=True)]
    a, b = (side(request.user, name) for name in names)
    data = {"a": a, "b": b, "blocks": blocks_json()}
    return render(request, "architectures/compare.html", {"a": a, "b": b, "data": data})


def _copy_of(request: HttpRequest, found: Architecture) -> dict[str, str] | None:
    """What a design is a copy of, with its address where one may see it."""
    if found.forked_from_id is None:
        return None
    origin = selectors.origin_of(request.user, found)
    if origin is None:
        return {"title": "", "owner": "", "url": ""}
    return {"title": origin.title, "owner": origin.owner.username, "url": origin.get_absolute_url()}


def blocks(request: HttpRequest) -> HttpResponse:
    """Describe every block, from the block's own file."""
    language = get_language() or "en"
    shown = [
        {
            **block_json(spec),
            "title": spec.block.title.get(language, spec.block.title["en"]),
            "summary": spec.block.summary.get(language, spec.block.summary["en"]),
            "rows": parameter_rows(spec, language),
            "lesson": card(spec, language),
        }
        for spec in registry().values()
    ]
    order = list(COLOURS)
    shown.sort(key=lambda block: (order.index(block["category"]), block["type"]))
    return render(request, "architectures/blocks.html", {"blocks": shown})
