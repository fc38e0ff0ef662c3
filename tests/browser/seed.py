"""Run as a program: fills a site's database with things to look at, or lets a run report something new.

usage: seed.py things          prints {"run": id, "model": id, "foreign_run": id}
       seed.py news RUN WORDS  adds a line to the log of a run, as its supervisor would
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
PASSWORD = "correct-horse-battery"
DESIGN: dict[str, Any] = {"format": 1, "vars": {}, "nodes": {}, "edges": []}


def things() -> dict[str, str]:
    from accounts.models import User
    from inference.models import CompletedModel
    from training.models import Run
    from training.services import ensure_shipped_corpora

    ensure_shipped_corpora()
    ada = User.objects.create_user("ada", password=PASSWORD)
    ben = User.objects.create_user("ben", password=PASSWORD)
    run = training_run(ada)
    foreign = Run.objects.create(owner=ben, title="Ben's", design=DESIGN, fingerprint="f")
    model = CompletedModel.objects.create(
        owner=ada,
        title="Writer",
        run=None,
        design={**DESIGN, "nodes": {"tok": {"type": "TokenEmbedding"}}},
        fingerprint="f",
        n_parameters=1_060_000,
        vocab_size=1024,
        context_length=128,
        tokenizer_kind="bpe",
        val_loss=1.42,
        report={"perplexity": 4.1},
    )
    return {"run": run, "foreign_run": foreign.pk, "model": model.pk}


def training_run(owner: Any) -> str:
    from training.models import Corpus, Run

    run = Run.objects.create(
        owner=owner,
        title="Story writer",
        design=DESIGN,
        fingerprint="f",
        corpus=Corpus.objects.get(slug="stories-en"),
        state="training",
        step=40,
        total_steps=100,
        lease="held",
    )
    for step in range(1, 41):
        report(run.pk, "metric", step, {"loss": 7 - step / 10, "lr": 0.003, "tokens_per_s": 20_000})
    report(run.pk, "sample", 40, {"prompt": "Once", "text": " there was a fox named Pim."})
    return run.pk


def report(run_id: str, kind: str, step: int | None, payload: dict[str, Any]) -> None:
    from django.utils import timezone

    from training.models import Run, RunEvent

    run = Run.objects.get(pk=run_id)
    run.last_seq += 1
    now = timezone.now()
    RunEvent.objects.create(run=run, seq=run.last_seq, type=kind, step=step, payload=payload, time=now)
    run.save(update_fields=["last_seq", "updated_at"])


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "things":
        print(json.dumps(things()))  # noqa: T201
    else:
        report(sys.argv[2], "log", None, {"level": "info", "text": sys.argv[3]})
