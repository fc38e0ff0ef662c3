"""Which runs MLflow does not know everything of, and how far its copies are."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import F, Q, QuerySet

from training.models import DeletedRun, Run, RunEvent, RunState

NOT_TOLD: Final = Q(last_seq__gt=F("mlflow_seq")) | ~Q(mlflow_state=F("state")) | ~Q(mlflow_title=F("title"))
# A run that waits for its first step is no experiment yet; one that never came to it is.
WORTH_TELLING: Final = Q(started_at__isnull=False) | Q(
    state__in=(RunState.COMPLETED, RunState.STOPPED, RunState.FAILED)
)
NO_COPY: Final[dict[str, Any]] = {
    "mlflow_experiment": "",
    "mlflow_run_id": "",
    "mlflow_seq": 0,
    "mlflow_state": "",
    "mlflow_title": "",
}


def unsynced() -> QuerySet[Run]:
    """Return the runs of which MLflow lacks events, the state or the title, oldest first."""
    return Run.objects.filter(NOT_TOLD, WORTH_TELLING).order_by("created_at")


def needs_sync() -> bool:
    return unsynced().exists() or DeletedRun.objects.exists()


def mark_copied(*, run: Run, **copied: Any) -> None:
    """Keep what MLflow has of a run by now."""
    for name, value in copied.items():
        setattr(run, name, value)
    Run.objects.filter(pk=run.pk).update(**copied)


def forget_copies() -> None:
    """MLflow has no run of this site: all are to be sent."""
    Run.objects.exclude(mlflow_run_id="").update(**NO_COPY)


def went_back(run: Run, series: tuple[str, ...]) -> bool:
    """Say whether a resume that MLflow does not know of took back points of `series`, which it may have."""
    resumes = RunEvent.objects.filter(run=run, type="resume", seq__gt=run.mlflow_seq)
    taken_back = RunEvent.objects.filter(run=run, type__in=series, superseded=True)
    return any(
        taken_back.filter(seq__lt=resume.seq, step__gt=resume.step or 0).exists() for resume in resumes
    )
