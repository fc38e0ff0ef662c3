"""What happens in this app when its rows go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models.signals import post_delete
from django.dispatch import receiver

from training.models import DeletedRun, Run


@receiver(post_delete, sender=Run, dispatch_uid="training.delete_copy")
def delete_copy(sender: Any, instance: Run, **kwargs: Any) -> None:
    """MLflow is told later: it may be away."""
    if settings.MLFLOW_TRACKING_URI:
        DeletedRun.objects.get_or_create(run=instance.pk)
