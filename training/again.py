"""What a run was made of, for the form that trains it again, as far as a person may still have it."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from accounts.models import User
from accounts.rights import get_visible_or_404, may_view
from common.errors import ProductError
from common.models import WorkState
from training.models import Run
from training.services.retries import next_title
from training.services.starts import StartWeights, start_named
from training.services.tokenizers import TRAINED_KINDS


def run_asked(user: User, pk: str) -> Run | None:
    """The run that is to be trained again; none where one sees none."""
    queryset = Run.objects.select_related("tokenizer", "version__architecture")
    try:
        return get_visible_or_404(queryset, user, pk) if pk else None
    except Http404:
        return None


def start_of(run: Run, user: User) -> StartWeights | None:
    """The model that a run went on from, if it is still there for this person."""
    try:
        return start_named(user, run.start["model"]) if run.start else None
    except ProductError:
        return None


def made_of(run: Run, user: User) -> dict[str, Any]:
    """Everything that the form asks for; a version only if it is still what the run trained."""
    version = run.version
    known = version is not None and may_view(user, version.architecture)
    same = version is not None and known and version.fingerprint == run.fingerprint
    return {
        "title": run.title,
        "url": run.get_absolute_url(),
        "next": next_title(run.title),
        "config": run.config,
        "corpus": run.corpus_id,
        "version": _version(run) if same else None,
        "design": None if same else run.design,
        "startLost": run.start is not None and start_of(run, user) is None,
        "tokenizer": _tokenizer(run, user),
    }


def _version(run: Run) -> dict[str, Any] | None:
    if run.version is None:
        return None
    return {
        "id": run.version.pk,
        "title": run.version.architecture.title,
        "number": run.version.number,
        "n_parameters": run.version.n_parameters,
    }


def _tokenizer(run: Run, user: User) -> dict[str, Any] | None:
    """The tokenizer itself, if one may have it; and how to learn one like it."""
    own = run.tokenizer
    if own is None:
        return None
    usable = own.state == WorkState.READY and may_view(user, own)
    return {
        "id": own.pk if usable else None,
        "title": own.title if usable else "",
        "kind": own.kind if own.kind in TRAINED_KINDS else None,
        "vocab_size": own.options.get("vocab_size"),
    }
