"""Run as a program: a queue to look at.

usage: seed_queue.py            a host whose two slots are taken, and runs that wait; prints {"mine": id}
       seed_queue.py run NAME   one more run of somebody's that waits; prints its id
       seed_queue.py end RUN
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
HOST = "atelier"


def things() -> dict[str, str]:
    from django.utils import timezone

    from training.models import Corpus, QueueHost, Run, TokenFile, Tokenizer, WorkerHeartbeat

    now = timezone.now()
    Run.objects.update(state="completed", lease="")  # what others look at is none of this page's matter
    cpu = {"name": "cpu", "memory_bytes": None}
    QueueHost.objects.create(name=HOST, devices=[cpu, cpu])
    WorkerHeartbeat.objects.create(host=HOST, cluster="training", pid=1, beat_at=now + timedelta(hours=1))
    corpus = Corpus.objects.get(slug="stories-en")
    tokenizer = Tokenizer.objects.create(title="Bytes", kind="bytes", corpus=corpus, state="ready")
    TokenFile.objects.create(corpus=corpus, tokenizer=tokenizer, state="ready", digest="d" * 60)

    held = {"lease_host": HOST, "lease_device": "cpu", "lease": "held", "state": "training", "step": 50}
    since = {"slice_started_at": now, "started_at": now, "total_steps": 200, "trained_s": 30.0}
    run("ada", "Quick fox", eta_s=100.0, **held, **since)
    run("ben", "Ben's secret", eta_s=4000.0, **held, **since)
    run("ben", "Ben's next secret")
    mine = run("ada", "Slow bear", made_room=True, step=60, total_steps=100, trained_s=60.0)
    run("ada", "Small owl")
    return {"mine": mine}


def run(owner: str, title: str, **fields: Any) -> str:
    from accounts.models import User
    from training.models import Run, TokenFile

    text = TokenFile.objects.get(digest="d" * 60)
    made_of = {"design": {}, "fingerprint": "f", "corpus": text.corpus, "token_file": text}
    values = {"config": {"max_minutes": 10}, **made_of, "tokenizer": text.tokenizer, **fields}
    return Run.objects.create(owner=User.objects.get(username=owner), title=title, **values).pk


def main(arguments: list[str]) -> str:
    if not arguments:
        return json.dumps(things())
    if arguments[0] == "run":
        return run(arguments[1], "Demonstrated")
    from training.models import Run

    Run.objects.filter(pk=arguments[1]).update(state="stopped")
    return ""


if __name__ == "__main__":
    django.setup()
    print(main(sys.argv[1:]))  # noqa: T201
