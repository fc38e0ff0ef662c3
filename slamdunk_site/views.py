"""The start page: what this is, or what to do next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from architectures.gallery import preset_cards
from architectures.models import Architecture
from inference.models import CompletedModel
from training.models import Run

RECENT_RUNS = 5
RECENT_CARDS = 3


def home(request: HttpRequest) -> HttpResponse:
    """Show what this is to a stranger; to a person, their things and the next step."""
    if not isinstance(request.user, User):
        return render(request, "site/landing.html")
    return render(request, "site/home.html", home_context(request.user))


def home_context(user: User) -> dict[str, Any]:
    architectures = list(
        Architecture.objects.filter(owner=user).select_related("current", "owner")[:RECENT_CARDS]
    )
    runs = list(Run.objects.filter(owner=user).select_related("corpus", "owner")[:RECENT_RUNS])
    models = list(CompletedModel.objects.filter(owner=user).select_related("owner")[:RECENT_CARDS])
    return {
        "architectures": architectures,
        "runs": runs,
        "models": models,
        "steps": next_steps(bool(architectures), bool(runs), bool(models)),
        "presets": preset_cards("start"),
    }


def next_steps(has_architecture: bool, has_run: bool, has_model: bool) -> list[dict[str, Any]]:
    """The way from nothing to a model that writes; the first step not done yet is the next one."""
    steps = [
        {
            "title": _("Choose a design"),
            "text": _("Start from “Tiny story writer”: about a million parameters, ready in a minute."),
            "action": _("Choose a preset"),
            "url": reverse("architecture-new"),
            "done": has_architecture or has_run or has_model,
        },
        {
            "title": _("Train it"),
            "text": _("Pick a text, see what it costs, start, and watch the loss fall."),
            "action": _("Train a model"),
            "url": reverse("run-new"),
            "done": has_run or has_model,
        },
        {
            "title": _("Let it write"),
            "text": _("When the run completes, type a beginning and read the continuation."),
            "action": _("See my runs"),
            "url": reverse("runs"),
            "done": has_model,
        },
    ]
    upcoming = next((step for step in steps if not step["done"]), None)
    return [step | {"next": step is upcoming} for step in steps]
