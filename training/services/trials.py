"""The trials of a search: its points, each with the run that it would be."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from accounts.quotas import DEFAULT_LIMITS, Limits
from common.errors import ProductError
from common.faults import first_fault
from training.core.space import MOST_TRIALS, MOST_VARIABLES, NoGrid, TooManyTrials, Variable, grid, points
from training.services.designs import checked_config, checked_design
from training.services.runs import check_parameters

SPACE: Final = TypeAdapter(list[Variable])
MOST_DRAWN: Final = 4 * MOST_TRIALS  # points that are looked at for those that can be trained


@dataclass(frozen=True)
class Search:
    """What is searched. Of a random search: so many draws, the same for the same seed."""

    variables: list[Variable]
    design: dict[str, Any]
    config: dict[str, Any]
    vocab_size: int
    method: str = "grid"
    n_trials: int = 8
    seed: int = 0
    limits: Limits = field(default=DEFAULT_LIMITS)


@dataclass(frozen=True)
class Trial:
    """A point of the space, and the fields of its run."""

    point: dict[str, Any]
    plan: dict[str, Any]


class UnfitPointError(ProductError):
    """A point that cannot be trained, as it alone is; others of its search may be."""


def trials_planned(search: Search) -> list[Trial]:
    """Return the trials of a search. Raises ProductError for a grid with an unfit point, or too few draws that fit."""
    if search.method == "random":
        return _drawn(search)
    return [Trial(point, _plan(search, n, point)) for n, point in enumerate(_grid(search.variables), 1)]


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


def _grid(variables: list[Variable]) -> list[dict[str, Any]]:
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


def _drawn(search: Search) -> list[Trial]:
    """Return the first draws that can be trained; fewer than were asked for only where there are no other points."""
    found, unfit, wanted = list[Trial](), list[UnfitPointError](), min(search.n_trials, MOST_TRIALS)
    for point in islice(points(search.variables, search.seed), MOST_DRAWN):
        try:
            found.append(Trial(point, _plan(search, len(found) + 1, point)))
        except UnfitPointError as error:
            unfit.append(error)
        if len(found) == wanted:
            return found
    if unfit:
        raise _too_few(found, unfit)
    return found


def _too_few(found: list[Trial], unfit: list[UnfitPointError]) -> ProductError:
    first = unfit[0]
    if not found:
        words = _("None of %(tried)s draws can be trained. The first: %(reason)s")
    else:
        words = _(
            "Only %(n)s of %(tried)s draws can be trained. Ask for so many, or draw from other values: a size"
            " often has to be a multiple of another. The first of those that cannot: %(reason)s"
        )
    values = {"n": len(found), "tried": len(found) + len(unfit), "reason": first.detail}
    return ProductError(words % values, code="too_few_fit", attr=first.attr, status=first.status)


def _plan(search: Search, number: int, point: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a trial's run. Raises UnfitPointError that names the point, ProductError for all points."""
    told = ", ".join(variable.titled(point[variable.key]) for variable in search.variables)
    given = {name: value for name, value in point.items() if not name.startswith("vars.")}
    sizes = {name.removeprefix("vars."): value for name, value in point.items() if name.startswith("vars.")}
    known = search.design.get("vars") or {}
    if missing := [name for name in sizes if name not in known]:
        words = _("The design has no size “%(name)s”.") % {"name": missing[0]}
        attr = f"space.{list(point).index(f'vars.{missing[0]}')}"
        raise ProductError(words, code="no_such_size", attr=attr)
    try:
        options = checked_config({**search.config, **given}, search.limits)
        design = {**search.design, "vars": {**known, **sizes}}
        facts = checked_design(design, options, search.vocab_size)
        check_parameters(facts.n_parameters, search.limits)
    except ProductError as error:
        option = (error.attr or "").removeprefix("config.").split(".")[0]
        if option not in given and _of_all(search, given, error):
            raise
        words = _("With %(point)s: %(reason)s") % {"point": told, "reason": error.detail}
        attr = f"space.{list(point).index(option)}" if option in given else "space"
        raise UnfitPointError(words, code=error.code, attr=attr, status=error.status) from error
    return {
        "title": f"#{number}: {told}"[:120],
        "vocab_size": search.vocab_size,
        "config": options,
        **facts.of_run,
    }


def _of_all(search: Search, given: dict[str, Any], error: ProductError) -> bool:
    """Say whether the options that do not vary are wrong by themselves."""
    try:
        checked_config({n: value for n, value in search.config.items() if n not in given}, search.limits)
    except ProductError as own:
        return own.attr == error.attr
    return False
