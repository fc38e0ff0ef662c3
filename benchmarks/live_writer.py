"""Run as a program by benchmarks.live: the supervisors of some runs, which tell a point again and again.

usage: live_writer RUNS POINTS_A_SECOND SECONDS    prints the runs' ids, waits for a line, tells, prints how many each
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")


def made(n: int) -> list[Any]:
    from django.utils import timezone

    from accounts.models import User
    from training.models import Corpus, Run

    now = timezone.now()
    facts = {
        "owner": User.objects.get(username="admin"),
        "corpus": Corpus.objects.get(slug="stories-en"),
        "design": {"format": 1, "vars": {}, "nodes": {}, "edges": []},
        "config": {"max_steps": 100_000, "batch_size": 16, "lr": 0.003},
        "state": "training",
        "lease": "benchmark",
        "lease_host": "elsewhere",
        "heartbeat_at": now,
        "started_at": now,
        "total_steps": 100_000,
    }
    return [Run.objects.create(title=f"Live {k}", fingerprint="f", **facts) for k in range(n)]


def tell(runs: list[Any], rate: float, seconds: float) -> int:
    """Tell points of all runs in turn, evenly over time; return how many each run has told."""
    from training.services.following import events_copy

    began, told = time.monotonic(), 0
    total = int(rate * seconds)
    for n in range(total):
        for k, run in enumerate(runs):
            due = began + (n + k / len(runs)) / rate
            time.sleep(max(0.0, due - time.monotonic()))
            events_copy(run=run, lease=run.lease, events=[point(run.last_seq + 1, n + 1)])
        told = n + 1
        if time.monotonic() - began > 2 * seconds:
            break  # a machine that cannot keep up says so by its number
    return told


def point(seq: int, step: int) -> dict[str, Any]:
    values = {"loss": 4.0 - step / 1000, "lr": 0.003, "grad_norm": 1.1, "tokens_per_s": 20_000.0}
    counted = {"tokens": step * 2048, "memory_bytes": 3e8, "elapsed_s": step / 5, "eta_s": 100.0}
    return {"seq": seq, "type": "metric", "step": step, "time": time.time(), **values, **counted}


def main() -> None:
    n, rate, seconds = (float(word) for word in sys.argv[1:4])
    runs = made(int(n))
    print(json.dumps([run.pk for run in runs]), flush=True)
    sys.stdin.readline()
    print(tell(runs, rate, seconds), flush=True)
    sys.stdin.readline()
    for run in runs:
        run.delete()


if __name__ == "__main__":
    django.setup()
    main()
