"""Run as a program by benchmarks.million: a run that has told a million points.

usage: million_writer POINTS    prints {"run": id, "rows_s": seconds, "rolled_s": seconds}
"""

from __future__ import annotations

import json
import math
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
BATCH = 5000
EVAL_EVERY = 500
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def payload(step: int) -> dict[str, Any]:
    noise = 0.1 * math.sin(step * 12.9898)
    values = {"loss": 1.5 + 5 / (1 + step / 9000) + noise, "lr": 0.003, "grad_norm": 1 + noise}
    counted = {"tokens": step * 2048, "tokens_per_s": 20_000.0, "memory_bytes": 3e8, "elapsed_s": step / 20}
    return {**values, **counted}


def rows(run: Any, points: int) -> Any:
    """Yield the events in the order in which a trainer tells them."""
    from training.models import RunEvent

    seq = 0
    for step in range(1, points + 1):
        at = BEGAN + timedelta(seconds=step / 20)
        seq += 1
        yield RunEvent(run=run, seq=seq, type="metric", step=step, time=at, payload=payload(step))
        if step % EVAL_EVERY == 0:
            seq += 1
            loss = {"val_loss": 1.6 + 5 / (1 + step / 9000)}
            yield RunEvent(run=run, seq=seq, type="eval", step=step, time=at, payload=loss)


def made(points: int) -> dict[str, Any]:
    from django.db import transaction

    from accounts.models import User
    from training.models import Corpus, Run, RunEvent
    from training.services.rolling import roll_rest

    owner, corpus = User.objects.get(username="admin"), Corpus.objects.get(slug="stories-en")
    design = {"format": 1, "vars": {}, "nodes": {}, "edges": []}
    facts = {"title": "A million points", "fingerprint": "f", "state": "stopped", "total_steps": points}
    run = Run.objects.create(owner=owner, corpus=corpus, design=design, flops_per_token=2_000_000, **facts)
    began = time.monotonic()
    events = rows(run, points)
    while batch := list(islice(events, BATCH)):
        RunEvent.objects.bulk_create(batch)
    told = time.monotonic()
    Run.objects.filter(pk=run.pk).update(step=points, last_seq=points + points // EVAL_EVERY, train_loss=1.5)
    run.refresh_from_db()
    with transaction.atomic():
        roll_rest(run=run)
    return {"run": run.pk, "rows_s": told - began, "rolled_s": time.monotonic() - told}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(made(int(sys.argv[1]))))
