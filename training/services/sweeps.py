"""Make a search, queue its runs as there is room for them, and stop it."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from accounts.models import User
from accounts.quotas import limits_for
from accounts.services import thing_share, things_share_alike
from common.errors import ConflictError, ProductError, QuotaError
from common.faults import first_fault
from training.core.space import MOST_TRIALS, MOST_VARIABLES, NoGrid, TooManyTrials, Variable, draws, grid
from training.models import Corpus, Run, RunState, Sweep, SweepTrial, Tokenizer
from training.services.corpora import clean_title
from training.services.designs import checked_config, checked_design
from training.services.runs import check_parameters, run_queue, run_stop
from training.services.tokenizers import tokenizer_create
from training.services.transitions import LIVE, UNSTARTED, IllegalTransition
from training.services.vocabularies import size_by_tokenizer, vocab_size_of_run

SPACE: Final = TypeAdapter(list[Variable])


def sweep_create(
    *,
    user: User,
    corpus: Corpus,
    design: dict[str, Any],
    config: dict[str, Any],
    space: list[Any],
    method: str = "grid",
    n_trials: int = 8,
    seed: int = 0,
    title: str = "",
    tokenizer: Tokenizer | None = None,
    tokenizer_options: dict[str, Any] | None = None,
) -> Sweep:
    """Check every point of the space, then queue as many runs as there is room for. Raises ProductError."""
    variables = checked_space(space)
    points = _points(variables, method, n_trials, seed)
    options = {"kind": "bpe", **(tokenizer_options or {})}
    vocab_size = vocab_size_of_run(tokenizer, options, corpus)
    plans = [
        _plan(user, number, variables, point, design, config, vocab_size)
        for number, point in enumerate(points, 1)
    ]
    with transaction.atomic():
        sweep = Sweep.objects.create(
            owner=user,
            title=clean_title(title)
            or _("Search over %(names)s") % {"names": ", ".join(v.label or v.name for v in variables)},
            method=method,
            space=[variable.model_dump(exclude_none=True) for variable in variables],
            corpus=corpus,
            tokenizer=tokenizer or tokenizer_create(user=user, corpus=corpus, **options),
        )
        SweepTrial.objects.bulk_create(
            SweepTrial(sweep=sweep, number=number, values=point, plan=plan)
            for number, (point, plan) in enumerate(zip(points, plans, strict=True), 1)
        )
    sweep_advance(sweep=sweep)
    return sweep


def checked_space(space: list[Any]) -> list[Variable]:
    """Return the variables of a search. Raises ProductError."""
    try:
        variables = SPACE.validate_python(space)
    except ValidationError as error:
        where, reason = first_fault(error)
        words = _("“%(what)s” cannot vary like this: %(reason)s.") % {
            "what": _named(space, where),
            "reason": reason,
        }
        raise ProductError(words, code="bad_space", attr=f"space.{where}".rstrip(".")) from error
    if not 1 <= len(variables) <= MOST_VARIABLES or len({v.key for v in variables}) != len(variables):
        words = _("Let from 1 to %(most)s different things vary.") % {"most": MOST_VARIABLES}
        raise ProductError(words, code="bad_space", attr="space")
    return variables


def _named(space: Any, where: str) -> str:
    """Return the name of the variable that a fault is in, else where it is."""
    number = where.split(".")[0]
    try:
        return str(space[int(number)]["name"])
    except (ValueError, TypeError, LookupError):
        return where or "space"


def _points(variables: list[Variable], method: str, n_trials: int, seed: int) -> list[dict[str, Any]]:
    if method == "random":
        return draws(variables, min(n_trials, MOST_TRIALS), seed)
    try:
        return grid(variables)
    except TooManyTrials as error:
        words = _("This grid has %(n)s runs, and %(most)s are allowed. Take fewer values, or draw at random.")
        values = {"n": error.n, "most": MOST_TRIALS}
        raise ProductError(words % values, code="too_many_trials", attr="space") from error
    except NoGrid as error:
        words = _("A grid needs a list of values for “%(name)s”. Give one, or draw at random.")
        attr = f"space.{variables.index(error.variable)}.values"
        raise ProductError(words % {"name": error}, code="bad_space", attr=attr) from error


def _plan(
    user: User,
    number: int,
    variables: list[Variable],
    point: dict[str, Any],
    design: dict[str, Any],
    config: dict[str, Any],
    vocab_size: int,
) -> dict[str, Any]:
    """Return the fields of a trial's run. Raises ProductError that names the point."""
    told = ", ".join(variable.titled(point[variable.key]) for variable in variables)
    limits = limits_for(user)
    given = {name: value for name, value in point.items() if not name.startswith("vars.")}
    sizes = {name.removeprefix("vars."): value for name, value in point.items() if name.startswith("vars.")}
    known = design.get("vars") or {}
    if missing := [name for name in sizes if name not in known]:
        words = _("The design has no size “%(name)s”.") % {"name": missing[0]}
        raise ProductError(
            words, code="no_such_size", attr=f"space.{list(point).index(f'vars.{missing[0]}')}"
        )
    try:
        options = checked_config({**config, **given}, limits)
        facts = checked_design({**design, "vars": {**known, **sizes}}, options, vocab_size)
        check_parameters(facts.n_parameters, limits)
    except QuotaError:
        raise
    except ProductError as error:
        option = (error.attr or "").removeprefix("config.").split(".")[0]
        if option in config and option not in given:
            raise
        words = _("With %(point)s: %(reason)s") % {"point": told, "reason": error.detail}
        attr = f"space.{list(point).index(option)}" if option in given else "space"
        raise ProductError(words, code=error.code, attr=attr) from error
    return {
        "title": f"#{number}: {told}"[:120],
        "design": facts.design,
        "fingerprint": facts.fingerprint,
        "vocab_size": vocab_size,
        "n_parameters": facts.n_parameters,
        "flops_per_token": facts.flops_per_token,
        "config": options,
    }


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
