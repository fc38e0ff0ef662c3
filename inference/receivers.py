"""What happens here when something happens in training."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.dispatch import receiver

from inference import services
from training.models import Run
from training.signals import run_completed


@receiver(run_completed, dispatch_uid="inference.keep_model")
def keep_model(sender: Any, run: Run, model_folder: Path | str, **kwargs: Any) -> None:
    """A finished run becomes a completed model. May be told twice."""
    services.completed_model_create(run=run, folder=Path(model_folder))
