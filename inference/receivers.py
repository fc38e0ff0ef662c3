"""What happens here when something happens in training."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.models import Sum
from django.dispatch import receiver

from accounts.models import User
from inference import services
from inference.models import ModelExport
from training.models import Run
from training.signals import disk_counted, run_completed


@receiver(run_completed, dispatch_uid="inference.keep_model")
def keep_model(sender: Any, run: Run, model_folder: Path | str, **kwargs: Any) -> None:
    """A finished run becomes a completed model. May be told twice."""
    services.completed_model_create(run=run, folder=Path(model_folder))


@receiver(disk_counted, dispatch_uid="inference.exports_count")
def exports_count(sender: Any, user: User, **kwargs: Any) -> int:
    """Exports lie with what the owner of their model may use."""
    exports = ModelExport.objects.filter(model__owner=user)
    return exports.aggregate(n=Sum("n_bytes"))["n"] or 0
