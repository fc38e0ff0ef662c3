"""Run as a program: runs of two people to set beside one another, one that failed, and a search that comes to its end.

usage: seed_comparing.py things         prints {"fast": id, "deep": id, "bens": id, "failed": id}
       seed_comparing.py finish SWEEP   gives the runs of a search their ends: run n with the loss 3 - n/10
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import django

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
FIX = {"batch_size": 8, "grad_accum_steps": 2}
MEMORY = {"code": "out_of_memory", "values": {"needed_bytes": 2**31, "batch_size": 16, "fix": FIX}}


def things() -> dict[str, str]:
    from accounts.models import User
    from architectures.core.presets import presets
    from tests.browser.seed_watching import made
    from training.models import Run
    from training.services import tokenizer_create

    design = next(one.design for one in presets() if one.slug == "tiny-gpt")
    design = design if isinstance(design, dict) else design.to_json()
    fast, deep = made("Fast", 200, 0.3, "completed"), made("Deep", 400, 0.0, "completed")
    bens = made("Ben's best", 300, 0.1, "completed")
    failed = made("Too large", 2, 0.0, "failed")
    ben = User.objects.get(username="ben")
    Run.objects.filter(pk=bens).update(owner=ben, visibility="public")
    run = Run.objects.get(pk=failed)
    if run.corpus is None:
        raise RuntimeError("the shipped corpus is not there")
    run.tokenizer = tokenizer_create(user=run.owner, corpus=run.corpus, kind="bytes")
    run.design, run.error = design, MEMORY
    run.config = {"max_steps": 20, "batch_size": 16, "grad_accum_steps": 1}
    run.save()
    judge_alike(fast, deep, bens)
    for pk, layers in ((fast, 2), (deep, 6)):
        deeper = json.loads(json.dumps(design))
        deeper["nodes"]["layers"]["count"] = layers
        Run.objects.filter(pk=pk).update(design=deeper)
    return {"fast": fast, "deep": deep, "bens": bens, "failed": failed}


def judge_alike(*runs: str) -> None:
    """Let runs have cut one text by one tokenizer."""
    from training.models import Run, TokenFile, Tokenizer

    for run in Run.objects.filter(pk__in=runs):
        tokenizer = Tokenizer.objects.create(kind="bpe", state="ready", digest="of all", vocab_size=1024)
        file = TokenFile.objects.create(
            corpus=run.corpus, tokenizer=tokenizer, state="ready", digest="cut", n_bytes=9000
        )
        judged = {"val_fraction": 0.05, "eval_bytes": 4096}
        found = {"tokenizer": tokenizer, "token_file": file, "config": {**run.config, **judged}}
        Run.objects.filter(pk=run.pk).update(**found)


def finish(sweep: str) -> None:
    from training.models import Run, SweepTrial

    for trial in SweepTrial.objects.filter(sweep=sweep).select_related("run"):
        loss: Any = 3 - trial.number / 10
        ended = {"state": "completed", "best_val_loss": loss, "val_loss": loss, "bits_per_byte": loss / 2}
        Run.objects.filter(pk=trial.run_id).update(**ended)


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "things":
        print(json.dumps(things()))  # noqa: T201
    else:
        finish(sys.argv[2])
