"""What people do with runs: start, stop, resume, delete."""

from __future__ import annotations

import shutil
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Course, User
from accounts.quotas import Limits, limits_for
from architectures.models import ArchitectureVersion
from common.errors import ConflictError, QuotaError
from training.core.config import without_retired
from training.core.split import VAL_FRACTION
from training.models import Corpus, Run, RunState, Tokenizer
from training.paths import job_folder
from training.services.corpora import check_disk, clean_title
from training.services.demonstrations import check_demonstration
from training.services.designs import DesignFacts, checked_config, checked_design
from training.services.jobs import init_keep
from training.services.shares import share_join
from training.services.starts import WEIGHTS, StartWeights, check_start, start_tokenizer
from training.services.tokenizers import token_file_ensure, tokenizer_create
from training.services.transitions import LIVE, NO_LEASE, UNSTARTED, IllegalTransition, LeaseLost, move
from training.services.vocabularies import CUT_BY_DEFAULT, vocab_size_of_run
from training.services.wake import send_ticket, wake


def run_create(
    *,
    user: User,
    corpus: Corpus,
    config: dict[str, Any],
    title: str = "",
    version: ArchitectureVersion | None = None,
    design: dict[str, Any] | None = None,
    tokenizer: Tokenizer | None = None,
    tokenizer_options: dict[str, Any] | None = None,
    start: StartWeights | None = None,
    demonstration: Course | None = None,
    idempotency_key: str | None = None,
) -> Run:
    """Queue a training. Raises ProductError or QuotaError. A key seen before returns its first run.

    As a `demonstration` for a course it goes first; whoever calls has asked for the right to.
    With `start` it goes on from a completed model: with that model's tokenizer, and its design if none is named.
    """
    earlier = _earlier(user, idempotency_key)
    if earlier is not None:
        return earlier
    limits = limits_for(user)
    options = checked_config(config, limits)
    if start is not None:
        design, tokenizer = design or start.design, start_tokenizer(start, user, tokenizer)
    chosen = version.design if version is not None else design
    cutter = tokenizer_options or CUT_BY_DEFAULT
    vocab_size = vocab_size_of_run(tokenizer, cutter, corpus, start)
    facts = _trainable(checked_design(chosen, options, vocab_size, begun=start is not None), limits, start)
    run = Run(
        owner=user,
        title=clean_title(title) or (start.title if start else facts.title) or corpus.title,
        version=version,
        vocab_size=vocab_size,
        corpus=corpus,
        config=options,
        demonstration=demonstration,
        idempotency_key=idempotency_key or None,
        **facts.of_run,
    )
    try:
        _queue(run, user, limits, tokenizer, cutter, start)
    except IntegrityError:
        earlier = _earlier(user, idempotency_key)  # the same key came twice at once
        if earlier is None:
            raise
        return earlier
    return run


def _trainable(facts: DesignFacts, limits: Limits, start: StartWeights | None) -> DesignFacts:
    """Return the facts, if the weights to start from fit the design and its owner may train one so large."""
    if start is not None:
        check_start(start, facts)
    check_parameters(facts.n_parameters, limits)
    return facts


def run_queue(*, run: Run, user: User, tokenizer: Tokenizer) -> None:
    """Queue a run whose design and options were checked before. Raises QuotaError; then nothing is saved."""
    _queue(run, user, limits_for(user), tokenizer, {}, None)


@transaction.atomic
def _queue(
    run: Run,
    user: User,
    limits: Limits,
    tokenizer: Tokenizer | None,
    tokenizer_options: dict[str, Any],
    start: StartWeights | None,
) -> None:
    """Save a new run with what it waits for. Its first weights are linked, so that their model may go."""
    User.objects.select_for_update().get(pk=user.pk)  # so that limits hold for a burst of requests
    _check_queue(user, limits)
    if run.demonstration is not None:
        check_demonstration(run.demonstration)
    corpus = Corpus.objects.get(pk=run.corpus_id)
    cutter = tokenizer or tokenizer_create(user=user, corpus=corpus, **tokenizer_options)
    run.tokenizer = cutter
    run.token_file = token_file_ensure(
        corpus=corpus, tokenizer=cutter, val_fraction=run.config["val_fraction"]
    )
    run.start = start.to_json() if start else None
    share_join(user_id=user.pk)
    run.save(force_insert=True)
    if start is not None:
        init_keep(run=run, weights=start.folder / WEIGHTS)
    send_ticket()


def run_stop(*, run: Run, force: bool = False) -> Run:
    """Ask a run to checkpoint and stop; with `force`, end it at once. Raises IllegalTransition."""
    now = timezone.now()
    if run.state in UNSTARTED:
        try:
            move(run=run, to=RunState.STOPPED, held="", finished_at=now, error=None)
        except LeaseLost:  # a worker has claimed it meanwhile, and move has read that
            return run_stop(run=run, force=force)
    elif run.state == RunState.STOPPING:
        Run.objects.filter(pk=run.pk, state=RunState.STOPPING).update(
            force_stop=run.force_stop or force, updated_at=now
        )
        run.refresh_from_db()
        wake(run.pk)
    else:
        try:
            move(run=run, to=RunState.STOPPING, stop_requested_at=now, force_stop=force)
        except IllegalTransition:
            if run.state not in UNSTARTED:
                raise
            return run_stop(run=run, force=force)  # it was queued again meanwhile
    return run


def run_resume(*, run: Run, devices: int | None = None) -> Run:
    """Queue a stopped, interrupted or failed run again; it goes on from its last checkpoint.

    On other `devices` than before, if so many are named: a checkpoint is that of any number, and the losses are equal.
    Raises ProductError, QuotaError or IllegalTransition.
    """
    if run.corpus is None or run.tokenizer is None:
        words = _("The corpus or the tokenizer of this run was deleted, so it cannot go on. Start a new run.")
        raise ConflictError(words, code="data_deleted")
    owner = User.objects.get(pk=run.owner_id)
    limits, config = limits_for(owner), run.config
    check_disk(owner)
    if devices is not None:
        config = checked_config({**without_retired(run.config), "devices": devices}, limits)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)
        _check_queue(owner, limits)
        share_join(user_id=owner.pk)
        # What is held out stays what it was, or what was learned would be judged by.
        fraction = (
            run.token_file.val_fraction if run.token_file else run.config.get("val_fraction", VAL_FRACTION)
        )
        token_file = token_file_ensure(corpus=run.corpus, tokenizer=run.tokenizer, val_fraction=fraction)
        move(
            run=run,
            to=RunState.QUEUED,
            error=None,
            queued_at=timezone.now(),
            finished_at=None,
            stop_requested_at=None,
            force_stop=False,
            made_room=False,
            demonstration=None,
            token_file=token_file,
            config=config,
            **NO_LEASE,
        )
        send_ticket()
    return run


def run_delete(*, run: Run) -> None:
    """Remove a run with everything it left in its job folder; its completed model stays."""
    if run.state in LIVE:
        words = _("“%(title)s” is still running. Stop it first, then delete it.")
        raise ConflictError(words % {"title": run.title}, code="run_is_live")
    folder = job_folder(run)
    with transaction.atomic():
        deleted, _rows = Run.objects.filter(pk=run.pk).exclude(state__in=LIVE).delete()
        if not deleted:
            run.refresh_from_db()
            raise IllegalTransition(run.state, RunState.STOPPED)
        transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))


def _earlier(user: User, key: str | None) -> Run | None:
    return Run.objects.filter(owner=user, idempotency_key=key).first() if key else None


def check_parameters(n_parameters: int | None, limits: Limits) -> None:
    """Raise QuotaError for a model larger than its owner may train."""
    if n_parameters is not None and n_parameters > limits.max_parameters:
        words = _("This model has %(n)s parameters and you may train %(limit)s. Make it smaller.")
        values = {"n": f"{n_parameters:,}", "limit": f"{limits.max_parameters:,}"}
        raise QuotaError(words % values, code="too_many_parameters")


def _check_queue(user: User, limits: Limits) -> None:
    check_disk(user)
    queued = Run.objects.filter(owner=user, state=RunState.QUEUED).count()
    if queued >= limits.runs_queued:
        words = _("%(n)s of your runs are waiting already, which is your limit. Wait for one or stop one.")
        raise QuotaError(words % {"n": queued}, code="too_many_queued")
