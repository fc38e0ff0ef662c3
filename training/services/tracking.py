"""Which runs MLflow does not know everything of, and how far its copy is."""

from __future__ import annotations

from django.db.models import F, QuerySet

from training.models import Run


def unsynced() -> QuerySet[Run]:
    """Return the runs with events that MLflow has not seen, oldest first."""
    return Run.objects.filter(last_seq__gt=F("mlflow_seq")).order_by("created_at")


def needs_sync() -> bool:
    return unsynced().exists()


def mark_synced(*, run: Run, seq: int, mlflow_run_id: str) -> None:
    Run.objects.filter(pk=run.pk, mlflow_seq__lt=seq).update(mlflow_seq=seq, mlflow_run_id=mlflow_run_id)
