"""Reads of this app. What one may not see is not there."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts import rights
from accounts.rights import Viewer
from training.models import Checkpoint, Corpus, Run, RunEvent, Tokenizer, WorkerHeartbeat
from training.paths import job_folder

MAX_EVENTS = 1000
LOG_TAIL = 64 * 1024  # bytes


def corpora(user: Viewer) -> QuerySet[Corpus]:
    """Corpora that a person may see, shipped ones first."""
    return rights.visible(Corpus.objects.all(), user).order_by("owner_id", "-created_at")


def tokenizers(user: Viewer) -> QuerySet[Tokenizer]:
    return rights.visible(Tokenizer.objects.select_related("corpus"), user)


def runs(user: Viewer) -> QuerySet[Run]:
    """Runs that a person may see, newest first, with what a list shows of them."""
    related = ("owner", "corpus", "tokenizer", "version", "token_file")
    return rights.visible(Run.objects.select_related(*related).defer("design"), user)


def get_run(user: Viewer, pk: str) -> Run:
    """Return one run. Raises Http404."""
    return rights.get_visible_or_404(runs(user), user, pk)


def get_corpus(user: Viewer, pk: str) -> Corpus:
    """Return one corpus by its id, or a shipped one by its short name. Raises Http404."""
    found = corpora(user).filter(slug=pk).first()
    return found or rights.get_visible_or_404(Corpus.objects.all(), user, pk)


def events_after(run_id: str, after: int, limit: int = MAX_EVENTS) -> list[RunEvent]:
    """Return the events of a run numbered above `after` that still count, in order."""
    rows = RunEvent.objects.filter(run_id=run_id, seq__gt=after, superseded=False)
    return list(rows.order_by("seq")[:limit])


def metrics(run: Run) -> dict[str, list[dict[str, Any]]]:
    """Return the series of a run, each point with its step."""
    rows = RunEvent.objects.filter(run=run, type__in=["metric", "eval"], superseded=False)
    series: dict[str, list[dict[str, Any]]] = {"metric": [], "eval": []}
    for kind, step, payload in rows.order_by("seq").values_list("type", "step", "payload"):
        series[kind].append({"step": step, **payload})
    return series


def checkpoints(run: Run) -> QuerySet[Checkpoint]:
    return run.checkpoints.order_by("-step")


def log_tail(run: Run) -> str:
    """Return the end of what the trainer printed."""
    path = job_folder(run) / "log.txt"
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LOG_TAIL))
        return file.read().decode("utf-8", "replace")


def queue_position(run: Run) -> int | None:
    """Return how many queued runs are older, None if the run is not queued."""
    if run.state != "queued":
        return None
    return Run.objects.filter(state="queued", queued_at__lt=run.queued_at).count()


def workers() -> QuerySet[WorkerHeartbeat]:
    return WorkerHeartbeat.objects.order_by("host", "cluster")
