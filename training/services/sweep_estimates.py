"""What a whole search will cost, before it starts."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from common.models import WorkState
from training.models import Corpus, Tokenizer
from training.services.estimates import measurement_of, seconds_of_works
from training.services.measuring import Work, measured
from training.services.paces import training_text
from training.services.queue_rows import n_slots
from training.services.standing import over_in_s
from training.services.trials import Search, Trial, trials_planned


def sweep_estimate(
    *,
    search: Search,
    corpus: Corpus,
    tokenizer: Tokenizer | None,
    kind: str,
    user: User,
    measure: bool = True,
) -> dict[str, Any]:
    """Return how many runs there will be, their sizes and seconds, and when all would be over.

    With `measure`, the first of them is measured if it is not yet: what is alike is worked out from it.
    Raises ProductError as `trials_planned`.
    """
    works = [_work(trial, search) for trial in trials_planned(search)]
    text = training_text(corpus, tokenizer, kind, works[0].config["val_fraction"])
    row = measurement_of(works[0], user if measure else None)
    seconds, sizes = seconds_of_works(works, text), [work.n_parameters for work in works]
    slots = max(n_slots(work.config) for work in works)
    rows = measured(work.key for work in works)
    known = sum(work.key in rows for work in works)
    measuring = row is not None and row.state in (WorkState.WAITING, WorkState.WORKING)
    return {
        "n_runs": len(works),
        "n_measured": known,
        "n_parameters": {"least": min(sizes), "most": max(sizes)},
        "seconds": {"least": min(seconds), "most": max(seconds)},
        "device_seconds": sum(n_slots(w.config) * s for w, s in zip(works, seconds, strict=True)),
        "over_in_s": over_in_s(user=user, seconds=seconds, slots=slots),
        "state": "measuring" if measuring else "measured" if known == len(works) else "calculated",
    }


def _work(trial: Trial, search: Search) -> Work:
    plan = trial.plan
    return Work(
        plan["design"],
        plan["fingerprint"],
        search.vocab_size,
        plan["config"],
        plan["n_parameters"] or 0,
        plan["flops_per_token"] or 0,
    )
