"""Models in MLflow's registry: asked for by hand, exported and proven first, then sent by a detached job."""

from __future__ import annotations

import re
import sys
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet

from accounts.models import User
from common.errors import ConflictError
from inference.models import CompletedModel, ExportFormat, ExportState, ModelExport, Registration
from inference.services.exports import ROOT, export_request
from inference.words import sentence
from training.paths import log_folder
from training.processes import launch_detached
from training.services.workers import host_closed

NAME_LENGTH: Final = 120
UNFIT: Final = re.compile(r"[^\w-]+")  # MLflow takes more, but addresses such as models:/NAME/1 do not


def register_request(*, model: CompletedModel, user: User, name: str = "") -> Registration:
    """Let a model be registered, under its owner's and its own name unless another is given. Asking again returns it,
    and tries again what failed. Raises ConflictError, QuotaError("disk_quota")."""
    if not settings.MLFLOW_TRACKING_URI:
        raise ConflictError(sentence("mlflow_off"), code="mlflow_off")
    found = Registration.objects.filter(model=model).first()
    if found and found.version:
        return found
    chosen = _free_name(model, name or (found.name if found else f"{model.owner}-{model.title}"))
    export_request(model=model, format=ExportFormat.MLFLOW, user=user)
    fresh = {"name": chosen, "code": "", "values": {}}
    return Registration.objects.update_or_create(model=model, defaults=fresh)[0]


def _free_name(model: CompletedModel, name: str) -> str:
    """Versions of one name are one person's. Raises ConflictError if it is another's."""
    chosen = UNFIT.sub("-", name.strip())[:NAME_LENGTH].strip("-") or model.pk
    if Registration.objects.filter(name=chosen).exclude(model__owner=model.owner).exists():
        raise ConflictError(sentence("name_taken", {"name": chosen}), code="name_taken", attr="name")
    return chosen


def to_register() -> QuerySet[Registration]:
    """Return what is proven and not yet in the registry, the oldest first."""
    proven = ModelExport.objects.filter(format=ExportFormat.MLFLOW, state=ExportState.READY)
    waiting = Registration.objects.filter(version="", code="", model__in=proven.values("model"))
    return waiting.select_related("model__run", "model__owner").order_by("created_at")


def register_what_may() -> bool:
    """Launch the job if something waits for it. Safe to call at any time: a second job ends at once."""
    if not settings.MLFLOW_TRACKING_URI or host_closed() or not to_register().exists():
        return False
    launch_detached(
        [sys.executable, "-m", "inference.registering"], log_folder() / "registering.log", cwd=ROOT
    )
    return True


def registered(*, registration: Registration, version: str) -> None:
    Registration.objects.filter(pk=registration.pk).update(version=version)


def registration_refused(*, registration: Registration, reason: str) -> None:
    """MLflow answered, and did not take it."""
    values: dict[str, Any] = {"reason": reason[:300]}
    Registration.objects.filter(pk=registration.pk).update(code="mlflow_refused", values=values)
