"""Run as a program: fills a site's database with things to look at, or lets a run report something new.

usage: seed.py things          prints {"run": id, "model": id, "foreign_run": id}
       seed.py workers        lets the site believe for an hour that its workers are alive
       seed.py news RUN WORDS  adds a line to the log of a run, as its supervisor would
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
PASSWORD = "correct-horse-battery"
DESIGN: dict[str, Any] = {"format": 1, "vars": {}, "nodes": {}, "edges": []}


def things() -> dict[str, str]:
    from accounts.models import User
    from inference.models import CompletedModel
    from training.models import QueueHost, Run
    from training.services import ensure_shipped_corpora

    ensure_shipped_corpora()
    two_gpus = [{"name": f"cuda:{n}", "memory_bytes": 2**34} for n in range(2)]
    QueueHost.objects.create(name="two-gpus", devices=two_gpus)
    ada = User.objects.create_user("ada", password=PASSWORD)
    ben = User.objects.create_user("ben", password=PASSWORD)
    ida = User.objects.create_user("ida", password=PASSWORD, role="instructor")
    ola = User.objects.create_user("ola", password=PASSWORD, role="operator")
    for user in (ada, ben, ida, ola):
        session(user)
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


def session_key(name: str) -> str:
    """Return the key of a person's session, known beforehand."""
    return f"{name:->32}"


def session(user: Any) -> None:
    from django.contrib.sessions.models import Session
    from django.test import Client

    client = Client()
    client.force_login(user)
    Session.objects.filter(pk=client.session.session_key).update(session_key=session_key(user.username))


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


def workers() -> None:
    from django.utils import timezone

    from training.models import WorkerHeartbeat

    later = timezone.now() + timedelta(hours=1)
    for cluster in ("training", "short"):
        WorkerHeartbeat.objects.create(host="laptop", cluster=cluster, pid=1, beat_at=later)


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "things":
        print(json.dumps(things()))  # noqa: T201
    elif sys.argv[1] == "workers":
        workers()
    else:
        report(sys.argv[2], "log", None, {"level": "info", "text": sys.argv[3]})
