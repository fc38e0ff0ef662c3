"""What MLflow is told of a run: its status, parameters, tags and points. No MLflow is needed to say it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from training.models import Run, RunEvent, RunState

SERIES: Final = {
    "metric": (
        "loss", "aux_loss", "router_load", "lr", "muon_lr", "grad_norm", "tokens_per_s", "flops_per_s", "mfu", "tokens",
        "memory_bytes", "elapsed_s",
    ),
    "eval": ("val_loss", "perplexity", "bits_per_byte", "accuracy"),
}  # fmt: skip
STATUS: Final = {
    RunState.QUEUED: "SCHEDULED",
    RunState.INTERRUPTED: "SCHEDULED",
    RunState.PREPARING: "RUNNING",
    RunState.TRAINING: "RUNNING",
    RunState.STOPPING: "RUNNING",
    RunState.COMPLETED: "FINISHED",
    RunState.STOPPED: "KILLED",
    RunState.FAILED: "FAILED",
}
ENDED: Final = (RunState.COMPLETED, RunState.STOPPED, RunState.FAILED)
RUN_TAG: Final = "slamdunk.run"  # the id of the run here
CHANGING: Final = ("devices",)  # options that a resume may change; MLflow never changes a parameter
MOST_SAMPLES: Final = 1000
MAX_VALUE: Final = 6000  # characters that MLflow keeps of a parameter
UNFIT: Final = re.compile(r"[^\w.\- :/]")  # in the name of a parameter

Point = tuple[str, float, int, int]


def points_of(event: RunEvent) -> Iterator[Point]:
    """Yield (name, value, milliseconds, step) for what an event measured."""
    time_ms = int(event.time.timestamp() * 1000)
    for name in SERIES.get(event.type, ()):
        value = event.payload.get(name)
        if isinstance(value, int | float) and math.isfinite(value):
            yield name, float(value), time_ms, event.step or 0


def params_of(run: Run) -> dict[str, str]:
    """Return what a run was made of, by name: options that stay, the sizes of the design, the text, the tokenizer."""
    sizes = {f"design.{name}": value for name, value in run.design.get("vars", {}).items()}
    lasting = {name: value for name, value in run.config.items() if name not in CHANGING}
    made_of: dict[str, Any] = {**lasting, **sizes, "n_parameters": run.n_parameters}
    if run.corpus:
        made_of |= {"corpus": run.corpus.title, "corpus_id": run.corpus.pk}
    if run.tokenizer:
        made_of |= {
            "tokenizer": run.tokenizer.title,
            "tokenizer_kind": run.tokenizer.kind,
            "vocab_size": run.tokenizer.vocab_size,
        }
    if run.start:
        made_of["started_from"] = run.start.get("model")
    return {UNFIT.sub("_", name): _value(value) for name, value in made_of.items()}


def tags_of(run: Run) -> dict[str, str]:
    """Return what a run is found by, with a way back to its page. MLflow shows the note as Markdown."""
    fork = {"slamdunk.forked_from": run.parent_id} if run.parent_id else {}
    return {
        RUN_TAG: run.pk,
        "slamdunk.fingerprint": run.fingerprint,
        "slamdunk.page": run.get_absolute_url(),
        "mlflow.user": str(run.owner),
        "mlflow.note.content": f"[{run.pk}]({run.get_absolute_url()}) · {run.fingerprint[:12]}",
        **fork,
    }


def changing_of(run: Run) -> dict[str, str]:
    """Return the tags for options as they are now."""
    return {f"slamdunk.{name}": _value(run.config[name]) for name in CHANGING if name in run.config}


def samples_of(run: Run) -> str:
    """Return what the model wrote while it learned, the newest last, as a text to be read; empty without samples."""
    told = RunEvent.objects.filter(run=run, type="sample", superseded=False).order_by("-seq")[:MOST_SAMPLES]
    pieces = [
        f"# {event.step}\n{event.payload.get('prompt', '')}{event.payload.get('text', '')}\n"
        for event in told
    ]
    return "\n".join(reversed(pieces))


def ending_of(run: Run, report: Mapping[str, Any]) -> dict[str, str]:
    """Return the tags that a run has once it has ended: why, and with which programs it was trained."""
    versions = {f"version.{name}": str(value) for name, value in report.get("versions", {}).items()}
    reason = {"slamdunk.error": run.error["code"]} if run.error else {}
    return {"slamdunk.state": run.state, **reason, **versions}


def _value(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text[:MAX_VALUE]
