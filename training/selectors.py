"""Reads of this app. What one may not see is not there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts import rights
from accounts.models import User
from accounts.rights import Viewer
from training.models import (
    Checkpoint,
    Corpus,
    Run,
    RunEvent,
    RunState,
    Sweep,
    SweepTrial,
    Tokenizer,
    WorkerHeartbeat,
)
from training.paths import job_folder

OVER = (RunState.STOPPED, RunState.FAILED, RunState.COMPLETED)
GOING_ON = tuple(state for state in RunState if state not in OVER)
MAX_EVENTS = 1000
LOG_TAIL = 64 * 1024  # bytes


def corpora(user: Viewer) -> QuerySet[Corpus]:
    """Corpora that a person may see, shipped ones first."""
    return rights.visible(Corpus.objects.prefetch_related("shares"), user).order_by("owner_id", "-created_at")


def tokenizers(user: Viewer) -> QuerySet[Tokenizer]:
    return rights.visible(Tokenizer.objects.select_related("corpus").prefetch_related("shares"), user)


def runs(user: Viewer) -> QuerySet[Run]:
    """Runs that a person may see, newest first, with what a list shows of them."""
    related = ("owner", "corpus", "tokenizer__corpus", "version", "token_file")
    found = Run.objects.select_related(*related).prefetch_related("shares").defer("design")
    return rights.visible(found, user)


def sweeps(user: Viewer) -> QuerySet[Sweep]:
    """Searches that a person may see, newest first, with their trials."""
    related = rights.visible(Sweep.objects.select_related("owner", "corpus"), user)
    return related.prefetch_related("shares", Prefetch("trials", SweepTrial.objects.select_related("run")))


def runs_seen(watched: Mapping[str, Collection[str]]) -> dict[str, set[str]]:
    """Return, by the id of a person, which of the runs they may see now; a person who is gone sees none."""
    people = User.objects.filter(is_active=True).in_bulk(list(watched))
    seen: dict[str, set[str]] = {user_id: set() for user_id in watched}
    for user_id, person in people.items():
        asked = Run.objects.filter(pk__in=watched[user_id])
        seen[user_id] = set(rights.visible(asked, person).values_list("pk", flat=True))
    return seen


def runs_going_on(owners: Collection[str]) -> dict[str, dict[str, str]]:
    """Return, by the id of a person who is active here, the states of their own runs that are not over, by id."""
    people = User.objects.filter(is_active=True, pk__in=owners).values_list("pk", flat=True)
    found: dict[str, dict[str, str]] = {owner: {} for owner in people}
    rows = Run.objects.filter(state__in=GOING_ON, owner__in=found).order_by("pk")
    for owner, pk, state in rows.values_list("owner_id", "pk", "state"):
        found[owner][pk] = state
    return found


def get_run(user: Viewer, pk: str) -> Run:
    """Return one run. Raises Http404."""
    return rights.get_visible_or_404(runs(user), user, pk)


def get_corpus(user: Viewer, pk: str) -> Corpus:
    """Return one corpus by its id, or a shipped one by its short name. Raises Http404."""
    found = corpora(user).filter(slug=pk).first()
    return found or rights.get_visible_or_404(Corpus.objects.all(), user, pk)


def events_after(
    run_id: str, after: int, limit: int = MAX_EVENTS, types: Sequence[str] = ()
) -> list[RunEvent]:
    """Return the events of a run numbered above `after` that still count, in order; of some types alone if named."""
    rows = RunEvent.objects.filter(run_id=run_id, seq__gt=after, superseded=False)
    rows = rows.filter(type__in=types) if types else rows
    return list(rows.order_by("seq")[:limit])


def metrics(run: Run) -> dict[str, list[dict[str, Any]]]:
    """Return the series of a run, each point with its step."""
    rows = RunEvent.objects.filter(run=run, type__in=["metric", "eval"], superseded=False)
    series: dict[str, list[dict[str, Any]]] = {"metric": [], "eval": []}
    for kind, step, payload in rows.order_by("seq").values_list("type", "step", "payload"):
        series[kind].append({"step": step, **payload})
    return series


def checkpoints(run: Run) -> QuerySet[Checkpoint]:
    """The checkpoints of a run that are kept, newest first; each says whether it is the last."""
    newer = run.checkpoints.filter(step__gt=OuterRef("step"))
    return run.checkpoints.annotate(is_last=~Exists(newer)).order_by("-step")


def log_tail(run: Run) -> str:
    """Return the end of what the trainer printed."""
    path = job_folder(run) / "log.txt"
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LOG_TAIL))
        return file.read().decode("utf-8", "replace")


def may_take_away(user: Viewer, run: Run) -> bool:
    """Whether a person who may see a run may have its job folder, which holds the text that it learned from."""
    if user.is_authenticated and run.owner_id == user.pk:
        return True
    return run.corpus is not None and rights.may_view(user, run.corpus)


def workers() -> QuerySet[WorkerHeartbeat]:
    return WorkerHeartbeat.objects.order_by("host", "cluster")
