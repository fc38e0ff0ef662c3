"""What is known of the speed of a training: measurements are asked for, found, and kept from whole runs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.models import WorkState
from training.core.vocabulary import DEFAULT_VOCAB
from training.models import Checkpoint, Measurement, Run
from training.services.transitions import LIVE
from training.services.wake import send_preparation
from training.services.workers import hosts_alive

# The options on which the time of a step and its memory depend, besides the design and the vocabulary.
OPTIONS: Final = (
    "batch_size", "grad_accum_steps", "context_length", "precision", "optimizer", "threads", "dropout", "pad_vocab",
    "ema_decay", "strategy", "devices",
)  # fmt: skip
STANDS_FOR: Final = timedelta(days=30)  # then machines and libraries may be others
TRIED_AGAIN_AFTER: Final = timedelta(minutes=10)  # what could not be measured
LONG_ENOUGH: Final = 10.0  # seconds of steps that a whole run must have made to tell more than a trial
PARTS: Final = ("start_s", "compile_s", "step_s", "eval_token_s", "sample_token_s", "checkpoint_s")


def work_key(fingerprint: str, vocab_size: int, config: dict[str, Any], compiled: bool = False) -> str:
    """Return 64 hex digits, the same for trainings whose steps take the same time and memory on the same device."""
    options = {name: config.get(name) for name in OPTIONS}
    content = json.dumps([fingerprint, vocab_size, options, compiled], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True)
class Work:
    """What a training computes, as far as its time and its memory depend on it."""

    design: dict[str, Any]
    fingerprint: str
    vocab_size: int
    config: dict[str, Any]
    n_parameters: int
    flops_per_token: int
    compiled: bool = False

    @property
    def key(self) -> str:
        """64 hex digits, the same for the same work."""
        return work_key(self.fingerprint, self.vocab_size, self.config, self.compiled)

    @property
    def job(self) -> dict[str, Any]:
        """What a trial is made of."""
        compiled = {"compiled": self.compiled}
        return {
            "design": self.design,
            "vocab_size": self.vocab_size,
            "config": self.config,
            "compile": compiled,
        }


def work_of(run: Run) -> Work:
    """Return the work of a run. Its tokenizer need not have been made yet."""
    known = run.vocab_size or (run.start or {}).get("vocab_size")
    known = known or (run.tokenizer and run.tokenizer.vocab_size)
    return Work(
        run.design,
        run.fingerprint,
        known or DEFAULT_VOCAB,
        run.config,
        run.n_parameters or 0,
        run.flops_per_token or 0,
    )


def measured(keys: Iterable[str]) -> dict[str, Measurement]:
    """Return the measurement that counts of each piece of work that has one, by its key.

    That is the slowest of those made by hosts that are at work, for a run may get any of them; of others the newest.
    """
    return {key: rows[-1] for key, rows in _ranked(keys).items()}


def measured_both(plain: str, compiled: str) -> tuple[Measurement | None, Measurement | None]:
    """Return what counts of a work without and with compiling: both of one host, where one has made both."""
    rows = _ranked([plain, compiled])
    others = {row.host: row for row in rows.get(compiled, [])}
    alone = rows.get(plain, [])
    both = [row for row in alone if row.host in others]
    if both:
        return both[-1], others[both[-1].host]
    return (alone[-1] if alone else None), None


def _ranked(keys: Iterable[str]) -> dict[str, list[Measurement]]:
    """Return the measurements by key, what counts most last."""
    living, found = hosts_alive(), dict[str, list[Measurement]]()
    rows = Measurement.objects.filter(key__in=set(keys), measured_at__isnull=False).order_by("measured_at")

    def rank(row: Measurement) -> tuple[bool, float]:
        return row.host in living, row.figures.get("step_s", 0.0) if row.host in living else 0.0

    for row in sorted(rows, key=rank):
        found.setdefault(row.key, []).append(row)
    return found


def runs_on(host: str) -> int:
    """Return how many runs hold devices of a host; of all hosts where none is named."""
    live = Run.objects.filter(state__in=LIVE)
    return (live.filter(lease_host=host) if host else live).count()


@transaction.atomic
def measurement_ask(*, work: Work, user: User, host: str | None = None) -> Measurement:
    """Return the row of this work, and have it measured unless that is known or was tried lately.

    Known to `host`, where one is named: what others have measured does not count then. A person waits for one
    measurement: what they asked for before and what has not begun is dropped.
    """
    if host is None:
        row = measured([work.key]).get(work.key) or Measurement.objects.filter(key=work.key).first()
    else:
        row = Measurement.objects.filter(key=work.key, host__in=[host, ""]).first()
    if row is None:
        facts = {"n_parameters": work.n_parameters, "flops_per_token": work.flops_per_token}
        row, _made = Measurement.objects.get_or_create(
            key=work.key, host="", defaults={"job": work.job, "asked_by": user, **facts}
        )
        _forget_others(row, user)
        send_preparation()
    elif _outdated(row):
        changes = {"state": WorkState.WAITING, "asked_by": user, "progress": 0.0, "error": None}
        done = Measurement.objects.filter(pk=row.pk, state__in=[WorkState.READY, WorkState.FAILED])
        if done.update(**changes, updated_at=timezone.now()):
            _forget_others(row, user)
            send_preparation()
        row.refresh_from_db()
    return row


def _outdated(row: Measurement) -> bool:
    now = timezone.now()
    if row.state == WorkState.FAILED:
        return row.updated_at < now - TRIED_AGAIN_AFTER
    if row.state != WorkState.READY or row.measured_at is None:
        return False
    living = hosts_alive()
    gone = bool(living) and row.host not in living  # what another machine takes is not known from it
    return gone or row.measured_at < now - STANDS_FOR or row.beside > runs_on(row.host)


def _forget_others(row: Measurement, user: User) -> None:
    waiting = Measurement.objects.filter(asked_by=user, state=WorkState.WAITING).exclude(pk=row.pk)
    waiting.filter(measured_at=None).delete()
    waiting.update(state=WorkState.READY)


@transaction.atomic
def measurement_keep(*, run: Run, model_folder: Path) -> None:
    """Keep what a completed run tells of its speed: it has seen more than a trial of seconds.

    What was measured beside more other runs does not replace what was measured beside fewer.
    """
    report = json.loads((model_folder / "report.json").read_text(encoding="utf-8"))
    pace = {name: value for name, value in report.get("pace", {}).items() if name in PARTS}
    if pace.get("step_s", 0.0) * report.get("steps", 0) < LONG_ENOUGH or not run.lease_host:
        return
    work = replace(work_of(run), compiled=bool(report.get("compiled")))
    beside = runs_on(run.lease_host) - 1  # this one is still among them
    before = Measurement.objects.filter(key=work.key, host=run.lease_host).first()
    if before is not None and before.measured_at and before.beside < beside:
        return
    checkpoint = Checkpoint.objects.filter(run=run).values_list("n_bytes", flat=True).first()
    sizes = {"memory_bytes": run.peak_memory_bytes, "checkpoint_bytes": checkpoint}
    figures = {**(before.figures if before else {}), **pace, **{k: v for k, v in sizes.items() if v}}
    Measurement.objects.update_or_create(
        key=work.key,
        host=run.lease_host,
        defaults={
            "job": work.job,
            "device": run.lease_device,
            "figures": {**figures, "import_s": 0.0},  # its start was measured whole
            "source": Measurement.Source.RUN,
            "beside": max(0, beside),
            "measured_at": timezone.now(),
            "state": WorkState.READY,
            "error": None,
            "claimed_by": "",
            "n_parameters": work.n_parameters,
            "flops_per_token": work.flops_per_token,
        },
    )
