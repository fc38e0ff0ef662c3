"""Reading completed models."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from accounts.rights import Viewer, get_editable_or_404, get_visible_or_404, visible
from architectures.core.composites import opened
from inference.models import CompletedModel, ExportFormat, ExportState, ModelExport, ModelImport, Registration
from inference.words import sentence


def models_visible_to(user: Viewer) -> QuerySet[CompletedModel]:
    """The models that a person may use, newest first."""
    return visible(CompletedModel.objects.select_related("owner"), user)


def get_model(user: Viewer, pk: str) -> CompletedModel:
    """Return a model that a person may use. Raises Http404."""
    return get_visible_or_404(CompletedModel.objects.select_related("owner"), user, pk)


def get_editable_model(user: Viewer, pk: str) -> CompletedModel:
    """Return a model that a person may change. Raises Http404, or ReadOnlyError."""
    return get_editable_or_404(CompletedModel.objects.select_related("owner"), user, pk)


def exports_of(model: CompletedModel) -> list[ModelExport]:
    """Return one row a format, in the order in which they are shown; what was never asked for has no state."""
    asked = {export.format: export for export in ModelExport.objects.filter(model=model)}
    return [
        asked.get(format, ModelExport(model=model, format=format, state="")) for format in ExportFormat.values
    ]


def get_export(model: CompletedModel, format: str) -> ModelExport | None:
    """Return a ready export of a model."""
    ready = ModelExport.objects.filter(model=model, format=format, state=ExportState.READY)
    return ready.select_related("model").first()


def registration_of(model: CompletedModel) -> Registration | None:
    """Return what is known of a model in MLflow's registry."""
    return Registration.objects.filter(model=model).first()


def why_not(registration: Registration) -> str:
    """Return why a model does not get into the registry: MLflow refused it, or it has no proven export. Else nothing."""
    if registration.code:
        return sentence(registration.code, registration.values)
    failed = (ExportState.REFUSED, ExportState.FAILED)
    export = ModelExport.objects.filter(
        model=registration.model_id, format=ExportFormat.MLFLOW, state__in=failed
    ).first()
    return sentence(export.code, export.values) if export and not registration.version else ""


def imports_of(user: Viewer) -> QuerySet[ModelImport]:
    """A person's own imports, newest first."""
    return ModelImport.objects.filter(owner=user.pk)


def structure(design: Mapping[str, Any]) -> dict[str, Any]:
    """Say in short what a design is made of: its sizes, and how many blocks of each type it unrolls to."""
    sizes = design.get("vars", {})
    return {"sizes": sizes, "blocks": dict(Counter(_types(design, sizes)))}


def _types(scope: Mapping[str, Any], sizes: Mapping[str, Any]) -> Iterator[str]:
    for node in opened(scope.get("nodes", {}), scope.get("edges", [])).nodes.values():
        if "nodes" not in node:
            yield node.get("type", "")
            continue
        count = node.get("count", 1)
        if isinstance(count, str):
            count = sizes.get(count.lstrip("$"), 1)
        for _ in range(int(count)):
            yield from _types(node, sizes)
