"""Try a run again, with the options that its fault asks for. A new run is made: what the first one tells stays true."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.quotas import limits_for
from common.errors import ConflictError
from training.core.config import without_retired
from training.models import Run, RunState
from training.paths import job_folder
from training.services.designs import checked_config, checked_design
from training.services.jobs import INIT, init_keep
from training.services.measuring import work_of
from training.services.runs import check_parameters, run_queue

OVER: Final = (RunState.FAILED, RunState.STOPPED, RunState.COMPLETED)
LONGEST: Final = 120  # characters of a title
NUMBERED: Final = re.compile(r" \((\d{1,4})\)$")


def run_retry(*, run: Run, fix: Mapping[str, Any] | None = None, idempotency_key: str = "") -> Run:
    """Queue a new run of the same design, text and options, but for `fix`; it begins at the first step.

    Without `fix`, the options that the fault names are changed, if it names any. The new run belongs to the owner
    of the first, which is its parent. A key seen before returns its run. Raises ProductError or QuotaError.
    """
    key = idempotency_key or None
    if key and (earlier := Run.objects.filter(owner=run.owner_id, idempotency_key=key).first()):
        return earlier
    if run.state not in OVER:
        words = _("“%(title)s” has not ended yet. Stop it first, then try it again.")
        raise ConflictError(words % {"title": run.title}, code="run_not_over")
    if run.corpus is None or run.tokenizer is None:
        words = _("The corpus or the tokenizer of this run was deleted, so it cannot go on. Start a new run.")
        raise ConflictError(words, code="data_deleted")
    if run.start and not (job_folder(run) / INIT).is_file():
        words = _("The weights that this run started from are gone. Start a new run.")
        raise ConflictError(words, code="model_files_missing")
    again = _changed(run, told_fix(run) if fix is None else fix, key)
    try:
        with transaction.atomic():
            run_queue(run=again, user=again.owner, tokenizer=run.tokenizer)
            _start_alike(again, run)
    except IntegrityError:  # the same key came twice at once
        earlier = Run.objects.filter(owner=run.owner_id, idempotency_key=key).first() if key else None
        if earlier is None:
            raise
        return earlier
    return again


def told_fix(run: Run) -> dict[str, Any]:
    """Return the options that the fault of a run asks to change, nothing if it names none."""
    values = (run.error or {}).get("values") or {}
    fix = values.get("fix")
    return dict(fix) if isinstance(fix, Mapping) else {}


def _changed(run: Run, fix: Mapping[str, Any], key: str | None) -> Run:
    """Return the new run, not yet saved."""
    owner = User.objects.get(pk=run.owner_id)
    limits = limits_for(owner)
    options = checked_config({**without_retired(run.config), **fix}, limits)
    facts = checked_design(run.design, options, work_of(run).vocab_size, begun=run.start is not None)
    check_parameters(facts.n_parameters, limits)
    return Run(
        owner=owner,
        title=next_title(run.title),
        version=run.version,
        design=run.design,
        fingerprint=run.fingerprint,
        vocab_size=run.vocab_size,
        n_parameters=facts.n_parameters,
        flops_per_token=facts.flops_per_token,
        corpus=run.corpus,
        config=options,
        parent=run,
        idempotency_key=key,
    )


def _start_alike(again: Run, run: Run) -> None:
    """Begin with the weights that the first run began with."""
    if run.start:
        init_keep(run=again, weights=job_folder(run) / INIT)
        again.start = run.start
        again.save(update_fields=["start"])


def next_title(title: str) -> str:
    """Return the title with the next number: a second try is told from the first in every list."""
    found = NUMBERED.search(title)
    number = int(found[1]) + 1 if found else 2
    bare = title[: found.start()] if found else title
    ending = f" ({number})"
    return bare[: LONGEST - len(ending)] + ending
