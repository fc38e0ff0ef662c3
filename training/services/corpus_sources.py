"""Corpora that are made without an upload: from the hub, by a generator, or out of another corpus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.quotas import limits_for
from common.errors import ConflictError, ProductError
from common.models import WorkState
from training.core.corpus import MAX_BYTES
from training.core.errors import CorpusError
from training.core.sources.generated import GENERATORS
from training.core.sources.hub import check_offline
from training.models import Corpus
from training.services.corpora import check_disk, clean_title, disk_used
from training.services.remaking import AGAIN
from training.services.wake import send_preparation
from training.words import corpus_title, sentence

MAX_ROWS: Final = 5_000_000
DEFAULT_ROWS: Final = 20_000


def corpus_create_hub(
    *,
    user: User,
    dataset: str,
    config: str = "",
    split: str = "train",
    columns: Sequence[str] = ("text",),
    rows: int = DEFAULT_ROWS,
    streaming: bool = True,
    title: str = "",
    language: str = "",
) -> Corpus:
    """Let a data set of the hub be fetched by a preparation job. Raises ProductError, at once without a network."""
    dataset = dataset.strip()
    try:
        check_offline(dataset)
    except CorpusError as error:
        status = 409 if error.code == "hub_offline" else 400
        words = sentence(error.code, error.values)
        raise ProductError(words, code=error.code, attr="dataset", status=status) from error
    hub: dict[str, Any] = {"dataset": dataset, "config": config.strip() or None, "split": split.strip()}
    hub |= {"columns": list(columns), "rows": rows, "streaming": streaming}
    fields = {"kind": Corpus.Kind.HUB, "title": title or dataset, "language": language}
    return _made(user, {"hub": hub, "max_bytes": _room(user)}, fields)


def corpus_create_generated(
    *, user: User, generator: str, n_bytes: int, seed: int = 0, title: str = ""
) -> Corpus:
    """Let stories be written, as many as are asked for. Raises QuotaError where they would not fit."""
    check_disk(user, n_bytes)
    name = title or f"{corpus_title(generator, generator)} · {n_bytes / 1e6:g} MB"
    fields = {"kind": Corpus.Kind.GENERATOR, "title": name, "language": GENERATORS[generator]}
    return _made(user, {"generator": generator, "seed": seed, "bytes": n_bytes}, fields)


def corpus_create_cleaned(*, user: User, corpus: Corpus, without: Sequence[str]) -> Corpus:
    """Make a copy without the documents that are there twice, or are damaged."""
    if corpus.state != WorkState.READY:
        words = _("“%(title)s” is not ready yet. Try again in a moment.") % {"title": corpus}
        raise ConflictError(words, code="not_ready")
    check_disk(user, corpus.n_bytes or 0)
    title = _("%(title)s, cleaned") % {"title": corpus_title(corpus.slug, corpus.title)[:100]}
    fields = {"kind": corpus.kind, "title": title, "language": corpus.language}
    return _made(user, {"corpus": corpus.pk, "without": list(without)}, fields)


def corpus_retry(*, corpus: Corpus) -> None:
    """Let a preparation that failed be tried again. Raises ConflictError for any other."""
    failed = Corpus.objects.filter(pk=corpus.pk, state=WorkState.FAILED)
    with transaction.atomic():
        if not failed.update(**AGAIN):
            words = _("“%(title)s” has not failed, so there is nothing to try again.") % {"title": corpus}
            raise ConflictError(words, code="not_failed")
        send_preparation()
    corpus.refresh_from_db()


def _made(user: User, source: dict[str, Any], fields: dict[str, Any]) -> Corpus:
    with transaction.atomic():
        title = clean_title(fields.pop("title"))
        made = Corpus.objects.create(owner=user, source=source, title=title, **fields)
        send_preparation()
    return made


def _room(user: User) -> int:
    """Return how many bytes may be fetched. Raises QuotaError where nothing more fits."""
    check_disk(user, 1)
    return min(MAX_BYTES, limits_for(user).max_disk_bytes - disk_used(user))
