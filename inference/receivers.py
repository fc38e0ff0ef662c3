"""What happens here when something happens in training."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.models import Sum
from django.dispatch import receiver

from accounts.models import User
from inference import selectors, services
from inference.models import CompletedModel, ModelExport, ModelImport
from training.models import Run
from training.services import StartWeights
from training.signals import disk_counted, run_completed, start_asked


@receiver(run_completed, dispatch_uid="inference.keep_model")
def keep_model(sender: Any, run: Run, model_folder: Path | str, **kwargs: Any) -> None:
    """A finished run becomes a completed model. May be told twice."""
    services.completed_model_create(run=run, folder=Path(model_folder))


@receiver(disk_counted, dispatch_uid="inference.exports_count")
def exports_count(sender: Any, user: User, **kwargs: Any) -> int:
    """Exports lie with what the owner of their model may use."""
    exports = ModelExport.objects.filter(model__owner=user)
    return exports.aggregate(n=Sum("n_bytes"))["n"] or 0


@receiver(disk_counted, dispatch_uid="inference.imports_count")
def imports_count(sender: Any, user: User, **kwargs: Any) -> int:
    """So do models that came from elsewhere, and what is on its way in. The others are their runs' files."""
    brought = CompletedModel.objects.filter(owner=user, run=None).aggregate(n=Sum("n_bytes"))["n"] or 0
    return brought + (ModelImport.objects.filter(owner=user).aggregate(n=Sum("n_bytes"))["n"] or 0)


@receiver(start_asked, dispatch_uid="inference.start_from_model")
def start_from_model(sender: Any, user: User, model: str, **kwargs: Any) -> StartWeights | None:
    """A training may go on from any completed model that a person may use."""
    found = selectors.models_visible_to(user).filter(pk=model).first()
    return services.start_of(found) if found else None
