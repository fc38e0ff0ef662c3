"""What a run will cost, before it starts: as measured on the very device, or worked out from what is alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from accounts.models import User
from common.models import WorkState
from training.core.config import TrainConfig
from training.core.pace import Pace, Played, play
from training.core.vocabulary import DEFAULT_VOCAB
from training.models import Measurement, Run, RunState
from training.services.compiling import compile_decide
from training.services.designs import DesignFacts
from training.services.measuring import Work, measured, measurement_ask, runs_on, work_of
from training.services.paces import Alike, Text, budget_of, pace_of, step_tokens, text_of
from training.services.workers import workers_alive
from training.words import sentence


def estimate(
    *,
    facts: DesignFacts,
    config: dict[str, Any],
    vocab_size: int | None = None,
    text: Text | None = None,
    user: User | None = None,
) -> dict[str, Any]:
    """Return sizes, steps and seconds, and how they are known. For a `user` they are measured if they are not yet.

    Raises ProductError where only epochs end the training and it is not known of which text.
    """
    text, vocab_size = text or Text(), vocab_size or DEFAULT_VOCAB
    work = Work(
        facts.design, facts.fingerprint, vocab_size, config, facts.n_parameters or 0, facts.flops_per_token
    )
    budget, verdict = budget_of(work, text), compile_decide(work, text)
    work = replace(work, compiled=verdict.compiled)
    row = measurement_of(work, user)
    trying = verdict.why == "untried" and _tries_compiling(work, row, user)
    figures = Alike().known(row, work)
    pace = pace_of(figures, work, text)
    played = play(TrainConfig.model_validate(config), budget, pace)
    return {
        "n_parameters": work.n_parameters,
        "tokens_per_step": step_tokens(work),
        "total_steps": played.steps,
        "flops_per_token": work.flops_per_token,
        "devices": config["devices"],
        "memory_bytes": _memory(figures, facts, row, config["devices"]),
        "checkpoint_bytes": int(figures["checkpoint_bytes"]),
        "seconds": round(played.seconds, 3),
        "seconds_per_step": pace.step_s,
        "seconds_per_token": pace.step_s / step_tokens(work),
        "parts": _parts(pace, played),
        "compile": {**verdict.to_json(), "measuring": trying},
        **_known(row),
    }


def _memory(figures: dict[str, Any], facts: DesignFacts, row: Measurement | None, n_devices: int) -> int:
    """Return the bytes that each device needs. A trial is made on one: it tells nothing of a part of a batch."""
    told = n_devices == 1 or (row is not None and row.source == Measurement.Source.RUN)
    return int((told and figures.get("memory_bytes")) or facts.training_bytes)


def seconds_of(runs: Iterable[Run]) -> dict[str, float]:
    """Return for each run, by its id, the seconds for which it still needs its devices.

    Three queries in all for runs that come with `tokenizer`, `token_file` and `corpus` (`select_related`).
    """
    works = {run.pk: (run, work_of(run)) for run in runs}
    rows, alike = measured(work.key for _run, work in works.values()), Alike()
    return {pk: _left(run, work, rows.get(work.key), alike) for pk, (run, work) in works.items()}


def seconds_of_works(works: Sequence[Work], text: Text) -> list[float]:
    """Return for each work the seconds of its whole training on this text; three queries in all."""
    rows, alike = measured(work.key for work in works), Alike()
    return [_played(work, rows.get(work.key), alike, text).seconds for work in works]


def _played(work: Work, row: Measurement | None, alike: Alike, text: Text) -> Played:
    pace = pace_of(alike.known(row, work), work, text)
    return play(TrainConfig.model_validate(work.config), budget_of(work, text), pace)


def _left(run: Run, work: Work, row: Measurement | None, alike: Alike) -> float:
    if run.state == RunState.TRAINING and run.eta_s is not None:
        return run.eta_s
    text = text_of(run)
    budget = budget_of(work, text)
    pace = pace_of(alike.known(row, work), work, text)
    played = play(TrainConfig.model_validate(run.config), budget, pace)
    return played.seconds * (1.0 - budget.progress(run.step, run.trained_s))


def _tries_compiling(work: Work, row: Measurement | None, user: User | None) -> bool:
    """Have the same work measured compiled, once it has been without; return whether that goes on."""
    if user is None or row is None or row.state != WorkState.READY or not workers_alive()["short"]:
        return False
    asked = measurement_ask(work=replace(work, compiled=True), user=user, host=row.host)
    return asked.state in (WorkState.WAITING, WorkState.WORKING)


def measurement_of(work: Work, user: User | None) -> Measurement | None:
    """Return what was measured of a work; for a `user` it is measured, if it was not."""
    if user is not None and work.config.get("devices", 1) == 1 and workers_alive()["short"]:
        return measurement_ask(work=work, user=user)
    return measured([work.key]).get(work.key)


def _known(row: Measurement | None) -> dict[str, Any]:
    """Return how the figures are known, and whether that is about to change."""
    if row is None:
        return {"state": "calculated", "progress": 0.0, "measured": None, "runs_now": 0, "problem": None}
    seen = None
    if row.measured_at is not None:
        seen = {
            "by": row.source,
            "host": row.host,
            "device": row.device,
            "at": row.measured_at,
            "beside": row.beside,
        }
    measuring = row.state in (WorkState.WAITING, WorkState.WORKING)
    error = row.error if row.state == WorkState.FAILED else None
    return {
        "state": "measuring" if measuring else "measured" if seen else "calculated",
        "progress": row.progress if measuring else 1.0,
        "measured": seen,
        "runs_now": runs_on(row.host),
        "problem": sentence(error["code"], error["values"]) if error else None,
    }


def _parts(pace: Pace, played: Played) -> dict[str, float]:
    """Return the seconds of a training by what they go to."""
    seconds = {
        "start": pace.start_s + pace.compile_s,
        "steps": played.steps * pace.step_s,
        "evaluations": played.n_evals * pace.eval_s,
        "samples": played.n_samples * pace.sample_s,
        "checkpoints": played.n_checkpoints * pace.checkpoint_s,
    }
    return {name: round(value, 3) for name, value in seconds.items()}
