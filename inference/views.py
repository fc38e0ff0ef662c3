"""The pages of completed models."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.rights import Viewer, may_edit
from architectures.core.composites import bindings, is_composite, substituted
from inference import selectors
from inference.models import CompletedModel
from inference.serializers import ModelImportSerializer
from training.experiments import version_page

PER_PAGE = 24
RECENT_IMPORTS = 10
BEGINNINGS = {"ko": "어느 날", "en": "One day"}


@login_required
def models(request: HttpRequest) -> HttpResponse:
    """List the models that one may use; with `?run=`, go straight to the model of that run."""
    queryset = selectors.models_visible_to(request.user)
    of_run = queryset.filter(run=request.GET["run"]).first() if "run" in request.GET else None
    if of_run is not None:
        return redirect("model", of_run.pk)
    page = Paginator(queryset, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "inference/models.html", {"page": page})


@login_required
def model_import(request: HttpRequest) -> HttpResponse:
    """Bring a published model in, and watch the imports that go on."""
    recent = selectors.imports_of(request.user)[:RECENT_IMPORTS]
    data = {
        "imports": ModelImportSerializer(recent, many=True).data,
        "editUrl": reverse("architecture-edit", args=["ID"]),
        "modelUrl": reverse("model", args=["ID"]),
        "trainUrl": f"{reverse('run-new')}?model=ID",
    }
    return render(request, "inference/import.html", {"data": data})


@login_required
def model(request: HttpRequest, pk: str) -> HttpResponse:
    """Show one model: the playground, its report and its structure."""
    found = selectors.get_model(request.user, pk)
    context = {
        "model": found,
        "may_edit": may_edit(request.user, found),
        "data": {"id": found.pk, "prompt": beginning(found)},
        **in_registry(found, request.user),
        "structure": list(structure_rows(found.design.get("nodes", {}))),
    }
    return render(request, "inference/model.html", context)


def in_registry(model: CompletedModel, user: Viewer) -> dict[str, Any]:
    """What the page says of MLflow's registry, where there is one."""
    found = selectors.registration_of(model)
    return {
        "has_registry": bool(settings.MLFLOW_TRACKING_URI),
        "registration": found,
        "not_registered": selectors.why_not(found) if found else "",
        "version_page": version_page(found.name, found.version, user) if found else None,
    }


def beginning(model: CompletedModel) -> str:
    """A beginning in the language that the model learned, or none where that is unknown."""
    corpus = model.run.corpus if model.run else None
    return BEGINNINGS.get(corpus.language, "") if corpus else ""


def structure_rows(nodes: Mapping[str, Any], depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield one row a block, containers before what is in them."""
    for name, node in nodes.items():
        hidden = {"type", "nodes", "edges", "patterns", "count"}
        own = is_composite(node)
        values = bindings(node) if own else {}
        given = values if own else {key: value for key, value in node.items() if key not in hidden}
        facts = [
            f"{key} {value if isinstance(value, str) else json.dumps(value)}" for key, value in given.items()
        ]
        kind = (own and node.get("name")) or node.get("type", "")
        title = f"{kind} × {node['count']}" if "count" in node else kind
        yield {"name": name, "type": title, "facts": ", ".join(facts), "depth": depth}
        inner = {one: substituted(part, values) for one, part in node.get("nodes", {}).items()}
        yield from structure_rows(inner, depth + 1)
