"""Run as a program: two runs of Ada's with everything that there is to watch.

usage: seed_watching.py things        prints {"live": id, "done": id}
       seed_watching.py more RUN      twenty more steps, as they would come live
       seed_watching.py new TITLE     one more run, which waits; prints its id
       seed_watching.py beat RUN      a sign of life of its supervisor
       seed_watching.py state RUN STATE
"""

from __future__ import annotations

import json
import math
import os
import sys
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
LAYERS = 4


def things() -> dict[str, str]:
    return {
        "live": made("Quick fox", 400, 0.0, "training"),
        "done": made("Slow bear", 2000, 0.4, "completed"),
    }


def made(title: str, steps: int, worse: float, state: str) -> str:
    from django.utils import timezone

    from accounts.models import User
    from training.models import Corpus, DeviceUse, Run

    owner, _ = User.objects.get_or_create(username="ada")
    run = Run.objects.create(
        owner=owner,
        title=title,
        design={"format": 1, "vars": {"d_model": 64 if worse else 32}, "nodes": {}, "edges": []},
        fingerprint=title,
        n_parameters=1_060_000,
        flops_per_token=2_000_000,
        corpus=Corpus.objects.get(slug="stories-en"),
        state="training",
        total_steps=2000,
        lease="held",
        config={"lr": 0.003 + worse, "batch_size": 16},
        trained_s=steps / 20,
        started_at=timezone.now(),
    )
    tell(run, 1, steps, worse)
    for n in range(20):
        use = {"cpu_percent": 150 + n, "memory_bytes": 3e8, "machine_cpu_percent": 80, "cores": 2}
        use |= {"machine_memory_percent": 41.5, **({} if worse else gpu(n))}
        DeviceUse.objects.create(
            run=run, time=timezone.now() + timedelta(seconds=3 * n), step=n * steps // 20, payload=use
        )
    Run.objects.filter(pk=run.pk).update(state=state)
    return run.pk


def gpu(n: int) -> dict[str, float]:
    """What one GPU of 80 GiB shows."""
    held = {"gpu_percent": 90 + n / 4, "gpu_memory_bytes": 12 * 2**30, "gpu_memory_total_bytes": 80 * 2**30}
    return {**held, "gpu_watts": 600 + n, "gpu_celsius": 55 + n // 4}


def tell(run: Any, first: int, last: int, worse: float = 0.0) -> None:
    from training.services.following import events_copy

    events: list[dict[str, Any]] = []

    def add(kind: str, step: int | None, **payload: Any) -> None:
        stepped = {} if step is None else {"step": step}
        number = run.last_seq + len(events) + 1
        events.append({"seq": number, "time": 1.7e9 + (step or 0) / 20, "type": kind, **stepped, **payload})

    if first == 1:
        add("plan", None, total_steps=2000, tokens_per_step=2048, device="cpu", threads=2)
        add("log", None, level="info", text="Everything is set up.")
        add("log", None, level="warning", text="The disk is nearly full.")
    for step in range(first, last + 1):
        add("metric", step, **metric(step, worse))
        if step == 300 and not worse:
            dead = {"block": "layers.2.ffn", "where": "gradient"}
            add("diagnosis", 200, code="dead_layer", level="warning", values=dead)
        if step % 50 == 0:
            loss = curve(step) + worse + 0.1
            add("eval", step, val_loss=loss, bits_per_byte=loss / 2, accuracy=0.3, perplexity=math.exp(loss))
            add(
                "norms",
                step,
                **{kind: layer_norms(kind, step) for kind in ("weight", "gradient", "activation")},
            )
        if step % 800 == 0:
            saved = {"n_bytes": 12 * 2**20, "val_loss": curve(step) + step / 1000, "is_best": step == 800}
            add("checkpoint", step, **saved)
        if step % 100 == 0:
            add("sample", step, prompt="Once", text=f" there was a fox at step {step}.")
    for n in range(0, len(events), 500):
        events_copy(run=run, lease=run.lease, events=events[n : n + 500])


def metric(step: int, worse: float) -> dict[str, Any]:
    noise = 0.15 * math.sin(step * 12.9898) * math.cos(step * 78.233)
    return {
        "tokens": step * 2048,
        "loss": curve(step) + worse + noise,
        "lr": 0.003 * min(1, step / 20),
        "muon_lr": 0.02 * min(1, step / 20),
        "grad_norm": 1 + abs(noise),
        "tokens_per_s": 20_000 + 900 * noise,
        "flops_per_s": (20_000 + 900 * noise) * 3 * 2_000_000,
        "mfu": None if worse else 0.31 + 0.01 * noise,
        "memory_bytes": 3e8,
        "elapsed_s": step / 20,
        **({} if worse else routed(step)),
        "eta_s": (2000 - step) / 20,
    }


def routed(step: int) -> dict[str, Any]:
    """How two experts share the tokens: ever more evenly."""
    most = 0.5 + 25 / (100 + step)
    return {"router_load": 2 * most, "expert_load": {"layers.1.ffn": [round(most, 4), round(1 - most, 4)]}}


def curve(step: int) -> float:
    return 1.4 + 5.5 / (1 + step / 60)


def layer_norms(kind: str, step: int) -> dict[str, float]:
    scale = {"weight": 20 + step / 400, "gradient": 0.5, "activation": 1.2}[kind]
    names = [f"layers.{n}.{part}" for n in range(LAYERS) for part in ("attn", "ffn")]
    return {name: round(scale * (1 + 0.2 * n), 4) for n, name in enumerate(["tok", *names])}


if __name__ == "__main__":
    django.setup()
    from training.models import Run

    if sys.argv[1] == "things":
        print(json.dumps(things()))  # noqa: T201
    elif sys.argv[1] == "more":
        run = Run.objects.get(pk=sys.argv[2])
        tell(run, run.step + 1, run.step + 20)
    elif sys.argv[1] == "new":
        print(made(sys.argv[2], 2, 0.0, "queued"))  # noqa: T201
    elif sys.argv[1] == "beat":
        from django.utils import timezone

        Run.objects.filter(pk=sys.argv[2]).update(heartbeat_at=timezone.now())
    else:
        from django.utils import timezone

        Run.objects.filter(pk=sys.argv[2]).update(state=sys.argv[3], updated_at=timezone.now())
