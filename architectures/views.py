"""The pages of architectures."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.quotas import limits_for
from accounts.rights import get_visible_or_404, may_edit
from architectures import services
from architectures.cards import card
from architectures.core.blocks import registry
from architectures.core.blocks.base import COLOURS
from architectures.core.presets import presets
from architectures.gallery import preset_sections
from architectures.models import Architecture
from architectures.palette import block_json, blocks_json, parameter_rows
from common.errors import ProductError

PER_PAGE = 24
EMPTY = {"format": 1, "vars": {}, "nodes": {}, "edges": [], "layout": {}, "meta": {}}


@login_required
def architectures(request: HttpRequest) -> HttpResponse:
    """List one's own designs."""
    own = Architecture.objects.filter(owner=cast(User, request.user)).select_related("current")
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "architectures/list.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def architecture_new(request: HttpRequest) -> HttpResponse:
    """Choose a preset; it becomes a design of one's own and opens on the canvas."""
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
            "design": found.current.design if found.current else EMPTY,
        },
        "editable": may_edit(request.user, found),
        "blocks": blocks_json(),
    }
    return render(request, "architectures/edit.html", {"architecture": found, "data": data})


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
