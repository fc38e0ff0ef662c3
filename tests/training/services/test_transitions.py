from __future__ import annotations

from typing import Any

import pytest

from training.models import Run, RunState
from training.services.transitions import MAY_FOLLOW, IllegalTransition, LeaseLost, move


@pytest.mark.parametrize("state", RunState.values)
@pytest.mark.parametrize("to", RunState.values)
def test_only_the_listed_steps_are_possible(run_of: Any, ada: Any, state: str, to: str) -> None:
    run = run_of(ada, state=state)
    if to in MAY_FOLLOW[state]:
        move(run=run, to=to)
        assert run.state == to
    else:
        with pytest.raises(IllegalTransition, match=str(RunState(state).label)):
            move(run=run, to=to)
        assert Run.objects.get(pk=run.pk).state == state


def test_whoever_lost_the_lease_changes_nothing(leased: Run) -> None:
    with pytest.raises(LeaseLost):
        move(run=leased, to="completed", held="b" * 32)
    assert Run.objects.get(pk=leased.pk).state == "training"


def test_further_changes_go_with_the_step(leased: Run) -> None:
    move(run=leased, to="failed", held=leased.lease, error={"code": "x", "values": {}})
    assert Run.objects.get(pk=leased.pk).error == {"code": "x", "values": {}}
