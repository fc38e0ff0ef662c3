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
from training.titles import tokenizer_title


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
    """Everything that the form asks for."""
    version = _version(run, user)
    return {
        "title": run.title,
        "url": run.get_absolute_url(),
        "next": next_title(run.title),
        "config": run.config,
        "corpus": run.corpus_id,
        "version": version,
        "design": None if version else run.design,
        "startLost": run.start is not None and start_of(run, user) is None,
        "tokenizer": _tokenizer(run, user),
    }


def _version(run: Run, user: User) -> dict[str, Any] | None:
    """The version that was trained, if one may see it and it is still the same."""
    version = run.version
    if version is None or version.fingerprint != run.fingerprint or not may_view(user, version.architecture):
        return None
    names = {"id": version.pk, "title": version.architecture.title}
    return {**names, "number": version.number, "n_parameters": version.n_parameters}


def _tokenizer(run: Run, user: User) -> dict[str, Any] | None:
    """The tokenizer itself, if one may have it; and how to learn one like it."""
    own = run.tokenizer
    if own is None:
        return None
    usable = own.state == WorkState.READY and may_view(user, own)
    return {
        "id": own.pk if usable else None,
        "title": tokenizer_title(own) if usable else "",
        "kind": own.kind if own.kind in TRAINED_KINDS else None,
        "vocab_size": own.options.get("vocab_size"),
    }
