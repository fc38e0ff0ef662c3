"""The pages of corpora and runs."""

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.models import User
from accounts.rights import Viewer, get_visible_or_404, led_courses, may_edit, may_view, sound, visible
from architectures.models import Architecture
from common.models import WorkState
from training import selectors
from training.again import made_of, run_asked, start_of
from training.catalogue import catalogue
from training.core.config import TrainConfig
from training.experiments import shows_experiments
from training.models import Corpus, Run
from training.provenance import tries
from training.serializers import CorpusSerializer, RunSerializer
from training.services.queue_settings import bf16_of_hosts
from training.services.spreading import devices_allowed
from training.services.starts import StartWeights, start_named
from training.tokenizer_choices import tokenizer_choices
from training.words import corpus_title

PER_PAGE = 25
MOST = 200  # choices in a list of the form


@login_required
def corpora(request: HttpRequest) -> HttpResponse:
    """List the texts that one may learn from."""
    seen = selectors.corpora(request.user)
    page = Paginator(seen, PER_PAGE).get_page(request.GET.get("page"))
    data = {"catalogue": catalogue(), "again": _asked_before(seen, request.GET.get("again", ""))}
    return render(request, "training/corpora.html", {"page": page, "data": data})


def _asked_before(seen: QuerySet[Corpus], pk: str) -> dict[str, Any] | None:
    """What was asked of the hub for a corpus, to be changed and asked again."""
    asked = seen.filter(pk=pk, source__hub__isnull=False).first()
    return {**asked.source["hub"], "title": asked.title, "language": asked.language} if asked else None


@login_required
def corpus(request: HttpRequest, pk: str) -> HttpResponse:
    """Show one text: what it is made of, or how far its preparation is."""
    found = selectors.get_corpus(request.user, pk)
    own = may_edit(request.user, found)
    data = {"corpus": CorpusSerializer(found, context={"request": request}).data, "mayEdit": own}
    return render(request, "training/corpus.html", {"corpus": found, "may_edit": own, "data": data})


@login_required
def run_new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new training."""
    user = cast(User, request.user)
    before = run_asked(user, request.GET.get("run", ""))
    start = start_named(user, request.GET["model"]) if request.GET.get("model") else None
    if start is None and before is not None:
        start = start_of(before, user)
    chosen = request.GET.get("architecture") or _architecture_of(before)
    architectures = architectures_of(user, chosen)
    corpus = request.GET.get("corpus") or (before and before.corpus_id) or ""
    data = {
        "start": _start(start) if start else None,
        "again": made_of(before, user) if before else None,
        "architectures": architectures,
        "corpora": corpora_of(user, corpus),
        "architecture": chosen or (architectures[0]["id"] if architectures else ""),
        "corpus": corpus,
        **tokenizer_choices(user, request.GET.get("tokenizer", "")),
        "mostDevices": devices_allowed(user),
        "bf16": bf16_of_hosts(),
        "schema": TrainConfig.model_json_schema(),
        "teaches": courses_taught(user),
        "newArchitectureUrl": reverse("architecture-new"),
        "corporaUrl": reverse("corpora"),
    }
    return render(request, "training/run_new.html", {"data": data})


def _architecture_of(run: Run | None) -> str:
    return run.version.architecture_id if run and run.version else ""


def courses_taught(user: Viewer) -> list[dict[str, str]]:
    """The courses for which this person may demonstrate a run."""
    return [{"id": course.pk, "title": course.title} for course in led_courses(user)[:MOST]]


def _start(start: StartWeights) -> dict[str, Any]:
    """The model that the new training goes on from: it fixes the design and the tokenizer."""
    return {
        "id": start.model,
        "title": start.title,
        "n_parameters": start.n_parameters,
        "vocab_size": start.vocab_size,
        "tokenizer_kind": start.tokenizer_kind,
        "url": reverse("model", args=[start.model]),
    }


def architectures_of(user: User, chosen: str) -> list[dict[str, Any]]:
    """One's own architectures, and the chosen one if it is another's that one may see."""
    seen = visible(Architecture.objects.filter(current__isnull=False).select_related("current"), user)
    found = list(seen.filter(owner=user)[:MOST])
    if chosen and sound(chosen) and all(one.pk != chosen for one in found):
        found += list(seen.filter(pk=chosen))
    return [
        {
            "id": one.pk,
            "title": one.title,
            "version": one.current.pk,
            "number": one.current.number,
            "n_parameters": one.current.n_parameters,
        }
        for one in found
        if one.current is not None
    ]


def corpora_of(user: User, chosen: str = "") -> list[dict[str, Any]]:
    """The texts that one may learn from, and the chosen one if it is not among the newest."""
    seen = selectors.corpora(user).exclude(state=WorkState.FAILED)
    found = list(seen[:MOST])
    if chosen and sound(chosen) and all(one.pk != chosen for one in found):
        found += list(seen.filter(pk=chosen))
    return [
        {
            "id": one.pk,
            "title": corpus_title(one.slug, one.title),
            "language": one.language,
            "state": one.state,
            "n_bytes": one.n_bytes,
        }
        for one in found
    ]


@login_required
def run(request: HttpRequest, pk: str) -> HttpResponse:
    """Show one training, live."""
    queryset = Run.objects.select_related(
        "corpus", "tokenizer", "token_file", "owner", "version__architecture"
    )
    found = get_visible_or_404(queryset, request.user, pk)
    shown = RunSerializer(found, context={"request": request}).data
    data = {
        "id": found.pk,
        "run": shown,
        "mayEdit": may_edit(request.user, found),
        "mayTakeAway": selectors.may_take_away(request.user, found),
        "mostDevices": devices_allowed(cast(User, request.user)),
        "modelsUrl": reverse("models"),
        "runsUrl": reverse("runs"),
        "queueUrl": reverse("queue"),
        "mlflowUrl": reverse("run-mlflow", args=[found.pk]) if shows_experiments(request.user) else None,
        "teaches": courses_taught(request.user),
        "startUrl": _start_url(found, cast(User, request.user)),
        "againUrl": f"{reverse('run-new')}?{urlencode({'run': found.pk})}",
        **_architecture(found, request),
        **tries(found, cast(User, request.user)),
    }
    return render(request, "training/run.html", {"run": found, "data": data})


def _start_url(run: Run, user: User) -> str | None:
    """Where the model is that a run went on from, if it is still there for this person."""
    start = start_of(run, user)
    return reverse("model", args=[start.model]) if start else None


def _architecture(run: Run, request: HttpRequest) -> dict[str, Any]:
    """The architecture of a run, where one may still see it."""
    architecture = run.version.architecture if run.version else None
    if run.version is None or architecture is None or not may_view(request.user, architecture):
        return {"architecture": run.design.get("meta", {}).get("title") or run.title, "architectureUrl": None}
    return {
        "architecture": f"{architecture.title} · v{run.version.number}",
        "architectureUrl": reverse("architecture-edit", args=[architecture.pk]),
    }
