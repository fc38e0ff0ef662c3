"""Make a search, queue its runs as there is room for them, and stop it."""

from __future__ import annotations

import secrets
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.quotas import limits_for
from accounts.services import thing_share, things_share_alike
from common.errors import ConflictError, QuotaError
from training.models import Corpus, Run, RunState, Sweep, SweepTrial, Tokenizer
from training.services.corpora import clean_title
from training.services.runs import run_queue, run_stop
from training.services.tokenizers import tokenizer_create
from training.services.transitions import LIVE, UNSTARTED, IllegalTransition
from training.services.trials import Search, checked_space, trials_planned
from training.services.vocabularies import CUT_BY_DEFAULT, size_by_tokenizer, vocab_size_of_run

MOST_SEED: Final = 2**31


def sweep_create(
    *,
    user: User,
    corpus: Corpus,
    design: dict[str, Any],
    config: dict[str, Any],
    space: list[Any],
    method: str = "grid",
    n_trials: int = 8,
    seed: int | None = None,
    title: str = "",
    tokenizer: Tokenizer | None = None,
    tokenizer_options: dict[str, Any] | None = None,
) -> Sweep:
    """Check every point of the space, then queue as many runs as there is room for. Raises ProductError.

    A random search without a `seed` gets a fresh one, so that another search finds other points.
    """
    options = {**CUT_BY_DEFAULT, **(tokenizer_options or {})}
    search = search_of(
        user=user,
        design=design,
        config=config,
        space=space,
        method=method,
        n_trials=n_trials,
        seed=seed,
        vocab_size=vocab_size_of_run(tokenizer, options, corpus),
    )
    trials = trials_planned(search)
    with transaction.atomic():
        sweep = Sweep.objects.create(
            owner=user,
            title=clean_title(title)
            or _("Search over %(names)s") % {"names": ", ".join(v.label or v.name for v in search.variables)},
            method=method,
            space=[variable.model_dump(exclude_none=True) for variable in search.variables],
            seed=search.seed if method == "random" else None,
            corpus=corpus,
            tokenizer=tokenizer or tokenizer_create(user=user, corpus=corpus, **options),
        )
        SweepTrial.objects.bulk_create(
            SweepTrial(sweep=sweep, number=number, values=trial.point, plan=trial.plan)
            for number, trial in enumerate(trials, 1)
        )
    sweep_advance(sweep=sweep)
    return sweep


def search_of(
    *,
    user: User,
    design: dict[str, Any],
    config: dict[str, Any],
    space: list[Any],
    method: str,
    n_trials: int,
    seed: int | None,
    vocab_size: int,
) -> Search:
    """Return what is searched, within the limits of its owner. Raises ProductError for a space that is none."""
    return Search(
        variables=checked_space(space),
        design=design,
        config=config,
        vocab_size=vocab_size,
        method=method,
        n_trials=n_trials,
        seed=secrets.randbelow(MOST_SEED) if seed is None else seed,
        limits=limits_for(user),
    )


def sweep_advance(*, sweep: Sweep) -> int:
    """Queue the runs that there is room for; one place is left for what the person does besides. Returns how many."""
    if not sweep.goes_on or sweep.tokenizer is None:
        return 0
    owner = User.objects.get(pk=sweep.owner_id)
    waiting = Run.objects.filter(owner=owner, state=RunState.QUEUED).count()
    room = max(limits_for(owner).runs_queued - 1, 1) - waiting
    made = 0
    for trial in SweepTrial.objects.filter(sweep=sweep, queued=False).order_by("number")[: max(room, 0)]:
        run = Run(owner=owner, corpus=sweep.corpus, **trial.plan)
        size_by_tokenizer(run=run, tokenizer=sweep.tokenizer)
        try:
            made += _queue_trial(trial, run, owner, sweep.tokenizer)
        except QuotaError:
            break  # the next ticket tries again
        except ConflictError:  # its tokenizer is gone for good: other searches and runs must not wait for it
            Sweep.objects.filter(pk=sweep.pk).update(stopped_at=timezone.now())
            break
    return made


@transaction.atomic
def _queue_trial(trial: SweepTrial, run: Run, owner: User, tokenizer: Tokenizer) -> bool:
    """Queue the run of a trial, unless another process has, or the search was stopped. Raises QuotaError; then nothing
    is taken."""
    if Sweep.objects.select_for_update().get(pk=trial.sweep_id).stopped_at is not None:
        return False
    if not SweepTrial.objects.filter(pk=trial.pk, queued=False).update(queued=True):
        return False
    run_queue(run=run, user=owner, tokenizer=tokenizer)
    SweepTrial.objects.filter(pk=trial.pk).update(run=run)
    things_share_alike(thing=trial.sweep, others=Run.objects.filter(pk=run.pk))
    return True


def sweeps_advance() -> int:
    """Go on with every search that has something left to queue."""
    open_ones = Sweep.objects.filter(stopped_at=None, trials__queued=False).distinct()
    return sum(sweep_advance(sweep=sweep) for sweep in open_ones.select_related("corpus", "tokenizer"))


@transaction.atomic
def sweep_share(*, user: User, sweep: Sweep, visibility: str, courses: list[str] | None) -> None:
    """Say who sees a search and its runs, those that come later too. Raises ProductError as `thing_share`."""
    thing_share(user=user, thing=sweep, visibility=visibility, courses=courses)
    things_share_alike(thing=sweep, others=Run.objects.filter(trial__sweep=sweep))


def sweep_stop(*, sweep: Sweep) -> None:
    """Queue nothing more, and stop what waits or runs."""
    Sweep.objects.filter(pk=sweep.pk).update(stopped_at=timezone.now())
    sweep.refresh_from_db()
    for run in Run.objects.filter(trial__sweep=sweep, state__in=(*UNSTARTED, *LIVE)).exclude(
        state=RunState.STOPPING
    ):
        try:
            run_stop(run=run)
        except IllegalTransition:
            continue  # it ended by itself meanwhile


def sweep_delete(*, sweep: Sweep) -> None:
    """Forget a search that is over; its runs stay."""
    if Run.objects.filter(trial__sweep=sweep, state__in=(*UNSTARTED, *LIVE)).exists():
        words = _("“%(title)s” is still at work. Stop it first, then delete it.") % {"title": sweep.title}
        raise ConflictError(words, code="sweep_is_live")
    sweep.delete()
