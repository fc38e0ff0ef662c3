"""The life of a run: which state may follow which. Every step is one conditional UPDATE."""

from __future__ import annotations

from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import ConflictError
from training.models import Run, RunState
from training.services.wake import wake

S = RunState
MAY_FOLLOW: Final[dict[str, frozenset[str]]] = {
    S.QUEUED: frozenset({S.PREPARING, S.STOPPED, S.FAILED}),
    S.PREPARING: frozenset({S.TRAINING, S.STOPPING, S.STOPPED, S.INTERRUPTED, S.FAILED, S.COMPLETED}),
    S.TRAINING: frozenset({S.STOPPING, S.STOPPED, S.INTERRUPTED, S.FAILED, S.COMPLETED}),
    S.STOPPING: frozenset({S.STOPPED, S.FAILED, S.COMPLETED}),
    S.STOPPED: frozenset({S.QUEUED}),
    S.INTERRUPTED: frozenset({S.QUEUED, S.STOPPED, S.FAILED}),
    S.FAILED: frozenset({S.QUEUED}),
    S.COMPLETED: frozenset(),
}
LIVE: Final = (S.PREPARING, S.TRAINING, S.STOPPING)  # states in which a host holds a lease
UNSTARTED: Final = (S.QUEUED, S.INTERRUPTED)  # states in which a run waits, and nobody holds it
NO_LEASE: Final = {
    "lease": "",
    "lease_host": "",
    "lease_device": "",
    "heartbeat_at": None,
    "slice_started_at": None,
    "yield_asked_at": None,
}


class IllegalTransition(ConflictError):  # noqa: N818 (named for what happened)
    """The run is not in a state from which this is possible."""

    code = "illegal_transition"

    def __init__(self, state: str, to: str) -> None:
        self.state, self.to = state, to
        words = _("This run is %(state)s, so it cannot become %(to)s now.")
        super().__init__(words % {"state": S(state).label, "to": S(to).label})


class LeaseLost(ConflictError):  # noqa: N818
    """Somebody else works on this run now, or nobody does; whoever held this lease must let go."""

    code = "lease_lost"


def sources(to: str) -> list[str]:
    """Return the states from which `to` may follow."""
    return [state for state, following in MAY_FOLLOW.items() if to in following]


def move(*, run: Run, to: str, held: str | None = None, **changes: Any) -> None:
    """Bring a run into state `to`, with further `changes` of its row.

    With `held`, only while that lease holds. Raises IllegalTransition or LeaseLost; then nothing changed.
    """
    rows = Run.objects.filter(pk=run.pk, state__in=sources(to))
    if held is not None:
        rows = rows.filter(lease=held)
    moved = rows.update(state=to, updated_at=timezone.now(), **changes)
    run.refresh_from_db()
    if moved:
        wake(run.pk)
    elif held is not None and run.lease != held:
        raise LeaseLost(_("Another worker has taken over this run."))
    else:
        raise IllegalTransition(run.state, to)
