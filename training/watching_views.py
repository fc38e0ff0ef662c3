"""The pages of all runs, of the queue, of comparing and of searches."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rights import get_visible_or_404, may_edit
from architectures.palette import blocks_json
from training import selectors
from training.core.config import TrainConfig
from training.core.space import MOST_TRIALS
from training.experiments import run_page, shows_experiments
from training.models import Run, Sweep
from training.services.queue_settings import bf16_of_hosts
from training.services.spreading import devices_allowed
from training.tokenizer_choices import tokenizer_choices
from training.views import PER_PAGE, architectures_of, corpora_of

ISLAND = "training/island.html"


@login_required
def runs(request: HttpRequest) -> HttpResponse:
    """All trainings that one may see: one's own first of all."""
    user = cast(User, request.user)
    data = {
        "me": user.pk,
        "name": user.get_username(),
        "any": Run.objects.filter(owner=user).exists(),
        "newUrl": reverse("run-new"),
        "compareUrl": reverse("run-compare"),
    }
    actions = [("sweeps", _("Searches")), ("run-new", _("New run"))]
    lead = _("Every training, live or finished.")
    context = {
        "title": _("Runs"),
        "lead": lead,
        "entry": "src/pages/runs.tsx",
        "data": data,
        "actions": actions,
    }
    return render(request, ISLAND, context)


@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """Who is running where, and what waits; the island asks REST, again and again."""
    lead = _("Who is running where, what waits, and why.")
    context = _under_runs(_("Queue"), "src/pages/queue.tsx", {"newUrl": reverse("run-new")}, lead)
    return render(request, ISLAND, context)


@login_required
def compare(request: HttpRequest) -> HttpResponse:
    """Runs beside one another; the island asks REST, which checks what one may see."""
    ids = [pk for pk in request.GET.get("ids", "").split(",") if pk]
    for pk in ids:
        get_visible_or_404(Run.objects.all(), request.user, pk)
    data = {"ids": ids, "runsUrl": reverse("runs"), "blocks": blocks_json()}
    lead = _("What they reached, what it took, and where they differ.")
    return render(request, ISLAND, _under_runs(_("Compare runs"), "src/pages/run-compare.tsx", data, lead))


@login_required
def sweeps(request: HttpRequest) -> HttpResponse:
    page = Paginator(selectors.sweeps(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "training/sweeps.html", {"page": page})


@login_required
def sweep_new(request: HttpRequest) -> HttpResponse:
    """The one form of a search."""
    user = cast(User, request.user)
    data = {
        "architectures": architectures_of(user, request.GET.get("architecture", "")),
        "corpora": corpora_of(user, request.GET.get("corpus", "")),
        "corpus": request.GET.get("corpus", ""),
        **tokenizer_choices(user, request.GET.get("tokenizer", "")),
        "schema": TrainConfig.model_json_schema(),
        "mostTrials": MOST_TRIALS,
        "mostDevices": devices_allowed(user),
        "bf16": bf16_of_hosts(),
        "newArchitectureUrl": reverse("architecture-new"),
        "corporaUrl": reverse("corpora"),
    }
    lead = _("One form makes many runs: every combination of some values, or draws at random.")
    context = _under_runs(_("New search"), "src/pages/sweep-new.tsx", data, lead)
    return render(request, ISLAND, context | {"crumbs": ("sweeps", _("Searches"))})


@login_required
def sweep(request: HttpRequest, pk: str) -> HttpResponse:
    """A search and its runs, as one thing."""
    found = get_visible_or_404(Sweep.objects.all(), request.user, pk)
    data = {
        "id": found.pk,
        "mayEdit": may_edit(request.user, found),
        "compareUrl": reverse("run-compare"),
        "sweepsUrl": reverse("sweeps"),
    }
    context = _under_runs(found.title, "src/pages/sweep.tsx", data)
    return render(request, ISLAND, context | {"crumbs": ("sweeps", _("Searches"))})


def _under_runs(title: str, entry: str, data: dict[str, Any], lead: str = "") -> dict[str, Any]:
    return {"title": title, "lead": lead, "entry": entry, "data": data, "crumbs": ("runs", _("Runs"))}


@login_required
def in_mlflow(request: HttpRequest, pk: str) -> HttpResponse:
    """Go to a run's copy in MLflow, which is made within a minute of its first step."""
    run = get_visible_or_404(Run.objects.defer("design"), request.user, pk)
    user = cast(User, request.user)
    if not shows_experiments(user):
        raise Http404(_("There is no such page of MLflow for you."))
    page = run_page(run, user)
    if page is None:
        words = _("MLflow has no record of “%(title)s” yet. It gets one within a minute of the first step.")
        messages.info(request, words % {"title": run})
    return redirect(page or run)
