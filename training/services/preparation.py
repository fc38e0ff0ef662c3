"""Preparation jobs: a corpus is collected, a tokenizer trained, a token file written."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from common.models import WorkState
from common.silence import Watch
from training.models import Corpus, Measurement, Run, RunState, TokenFile, Tokenizer
from training.paths import log_folder
from training.processes import launch_detached
from training.services.transitions import IllegalTransition, LeaseLost, move
from training.services.vocabularies import runs_learn_vocabulary
from training.services.wake import send_preparation, send_ticket
from training.services.workers import host_closed

Thing = Corpus | Tokenizer | TokenFile | Measurement
TEXTS: Final[dict[str, type[Thing]]] = {"corpus": Corpus, "tokenizer": Tokenizer, "tokens": TokenFile}
KINDS: Final = {**TEXTS, "probe": Measurement}
AT_ONCE: Final = 2  # texts
CLAIM_TTL: Final = 45.0  # seconds without a sign of life, as `common.silence` counts them
ROOT: Final = Path(__file__).resolve().parents[2]
_watches: Final = {kind: Watch[str]() for kind in KINDS}


def waiting() -> list[tuple[str, str]]:
    """Return (kind, id) of what could be prepared now; what a run waits for comes first."""
    W, R = WorkState.WAITING, WorkState.READY
    token_files = TokenFile.objects.filter(state=W, corpus__state=R, tokenizer__state=R)
    tokenizers = Tokenizer.objects.filter(state=W).filter(
        Q(corpus__state=R) | Q(kind__in=["bytes", "tiktoken"])
    )
    corpora = Corpus.objects.filter(state=W)
    rows = [("tokens", token_files), ("tokenizer", tokenizers), ("corpus", corpora)]
    return [
        (kind, pk) for kind, found in rows for pk in found.order_by("created_at").values_list("pk", flat=True)
    ]


def claim_next() -> tuple[str, str, str] | None:
    """Claim one waiting thing by compare-and-set; return (kind, id, claim), None if there is none."""
    for kind, pk in waiting():
        claim = secrets.token_hex(16)
        rows = KINDS[kind].objects.filter(pk=pk, state=WorkState.WAITING)
        now = timezone.now()
        if rows.update(state=WorkState.WORKING, claimed_by=claim, heartbeat_at=now, progress=0.0, error=None):
            return kind, pk, claim
    return None


def prepare_what_may() -> int:
    """Launch detached jobs for what waits, a few at once. Safe to call at any time."""
    release_expired()
    fail_hopeless()
    launched = 0
    while not host_closed() and _n_working() < AT_ONCE and (claimed := claim_next()):
        launch_detached(
            [sys.executable, "-m", "training.prepare", *claimed], log_folder() / "preparation.log", cwd=ROOT
        )
        launched += 1
    return launched


def release_expired() -> None:
    """Let what a dead job had claimed be claimed again."""
    for kind, model in KINDS.items():
        working = model.objects.filter(state=WorkState.WORKING)
        signs = dict(working.values_list("claimed_by", "heartbeat_at"))
        lost = _watches[kind].silent(signs, CLAIM_TTL)
        working.filter(claimed_by__in=lost).update(state=WorkState.WAITING, claimed_by="")


def thing_beat(
    *, kind: str, pk: str, claim: str, progress: float, counted: dict[str, int] | None = None
) -> bool:
    """Keep a claim alive, and what was counted so far; False says that the claim is lost."""
    rows = KINDS[kind].objects.filter(pk=pk, claimed_by=claim)
    return bool(rows.update(heartbeat_at=timezone.now(), progress=progress, **(counted or {})))


@transaction.atomic
def thing_ready(*, kind: str, pk: str, claim: str, facts: dict[str, Any]) -> None:
    """Keep what a job found out, and let what waited for it begin."""
    now = timezone.now()
    rows = KINDS[kind].objects.filter(pk=pk, claimed_by=claim)
    kept = rows.update(state=WorkState.READY, progress=1.0, claimed_by="", updated_at=now, **facts)
    if kept and kind == "tokenizer":
        runs_learn_vocabulary(tokenizer=Tokenizer.objects.get(pk=pk))
    if kind == "tokens":
        send_ticket()
    else:
        send_preparation()


@transaction.atomic
def thing_failed(*, kind: str, pk: str, claim: str, code: str, values: dict[str, Any]) -> None:
    """Keep why a job failed, and tell every run that waited for it."""
    error = {"code": code, "values": values}
    counted = {"n_documents": None, "n_bytes": None} if kind == "corpus" else {}
    changes = {"state": WorkState.FAILED, "claimed_by": "", "error": error, "updated_at": timezone.now()}
    if KINDS[kind].objects.filter(pk=pk, claimed_by=claim).update(**changes, **counted):
        fail_hopeless()


def fail_hopeless() -> None:
    """Fail the queued runs whose corpus, tokenizer or token file cannot be had, with the same reason."""
    failed = WorkState.FAILED
    hopeless = Run.objects.filter(state=RunState.QUEUED).filter(
        Q(token_file__state=failed)
        | Q(tokenizer__state=failed)
        | Q(corpus__state=failed)
        | Q(token_file=None)
    )
    for run in hopeless.select_related("corpus", "tokenizer", "token_file"):
        reasons = [
            thing.error for thing in (run.corpus, run.tokenizer, run.token_file) if thing and thing.error
        ]
        error = reasons[0] if reasons else {"code": "data_missing", "values": {}}
        try:
            move(run=run, to=RunState.FAILED, held="", error=error, finished_at=timezone.now())
        except (IllegalTransition, LeaseLost):
            continue  # stopped or claimed in the meantime


def _n_working() -> int:
    return sum(model.objects.filter(state=WorkState.WORKING).count() for model in TEXTS.values())
