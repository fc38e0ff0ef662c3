"""Copy what a trainer tells in `events.jsonl` to rows. One writer per run; offset and rows go together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from training.core.events import EVENTS, finite
from training.models import Checkpoint, DeviceUse, Run, RunEvent
from training.paths import job_folder
from training.services.rolling import roll_back, roll_up, rolled_after
from training.services.transitions import LeaseLost
from training.services.wake import wake

BATCH: Final = 500
BEST_TAKEN: Final = "best_checkpoint_taken"
REPLACED_BY_RESUME: Final = ("metric", "eval", "norms", "sample", "checkpoint", "diagnosis")


class EventTail:
    """Reads the whole lines that were appended since the last look."""

    def __init__(self, path: Path, after: int) -> None:
        self.path, self.after, self._offset = path, after, 0

    def read(self, limit: int = BATCH) -> list[dict[str, Any]]:
        """Return at most `limit` new events, in order."""
        if not self.path.exists():
            return []
        events: list[dict[str, Any]] = []
        with self.path.open("rb") as file:
            file.seek(self._offset)
            for line in file:
                if not line.endswith(b"\n") or len(events) == limit:
                    break
                self._offset += len(line)
                event = finite(json.loads(line))
                if event["seq"] > self.after:
                    events.append(event)
                    self.after = event["seq"]
        return events


def follow_rest(*, run: Run) -> int:
    """Copy everything that has not been copied; return the last number. Nobody may be writing any more."""
    tail = EventTail(job_folder(run) / EVENTS, run.last_seq)
    while events := tail.read():
        events_copy(run=run, lease=run.lease, events=events)
    return max(tail.after, run.last_seq)


@transaction.atomic
def events_copy(
    *, run: Run, lease: str, events: Sequence[dict[str, Any]], trained_s: float | None = None
) -> None:
    """Store a batch with the run's summary in one transaction. Raises LeaseLost; then nothing is stored."""
    changes: dict[str, Any] = {"last_seq": events[-1]["seq"], "updated_at": timezone.now()}
    if trained_s is not None:
        changes["trained_s"] = trained_s
    for event in events:
        changes.update(_summary(run, event, changes))
    base, changes["rolled"] = rolled_after(run.rolled, run.step, events)
    held = Run.objects.filter(pk=run.pk, lease=lease, last_seq__lt=events[0]["seq"])
    if not held.update(**changes):
        raise LeaseLost(f"run {run.pk} is followed by somebody else")
    RunEvent.objects.bulk_create([_row(run, event) for event in events])
    for event in events:
        _side_effects(run, event)
    if any(event["type"] == "resume" for event in events):
        standing = _standing(run)
        Run.objects.filter(pk=run.pk).update(**standing)
        changes |= standing
    if base < run.rolled:
        roll_back(run=run, to=base)
    roll_up(run=run, start=base, stop=changes["rolled"])
    for name, value in changes.items():
        setattr(run, name, value)
    wake(run.pk)


@transaction.atomic
def device_use_add(*, run: Run, lease: str, use: dict[str, Any]) -> None:
    """Keep what a run's processes use at this moment. Raises LeaseLost."""
    if not Run.objects.filter(pk=run.pk, lease=lease).update(device_use=use):
        raise LeaseLost(f"run {run.pk} is followed by somebody else")
    DeviceUse.objects.create(run=run, time=timezone.now(), step=run.step, payload=use)


def _row(run: Run, event: dict[str, Any]) -> RunEvent:
    payload = {key: value for key, value in event.items() if key not in ("seq", "time", "type", "step")}
    return RunEvent(
        run=run,
        seq=event["seq"],
        type=str(event["type"])[:12],
        step=event.get("step"),
        time=datetime.fromtimestamp(event["time"], UTC),
        payload=payload,
    )


def _summary(run: Run, event: dict[str, Any], so_far: dict[str, Any]) -> dict[str, Any]:
    """Return what an event changes in the run's own row."""
    kind = event["type"]
    if kind == "metric":
        begun = run.slice_started_at or so_far.get("slice_started_at") or timezone.now()
        peak = max(
            so_far.get("peak_memory_bytes") or run.peak_memory_bytes or 0, event.get("memory_bytes") or 0
        )
        return {
            "step": event["step"],
            "slice_started_at": begun,
            "tokens_seen": event.get("tokens") or 0,
            "train_loss": event.get("loss"),
            "tokens_per_s": event.get("tokens_per_s"),
            "eta_s": event.get("eta_s"),
            "peak_memory_bytes": peak or None,
        }
    if kind == "eval":
        best = so_far.get("best_val_loss", run.best_val_loss)
        losses = [loss for loss in (best, event.get("val_loss")) if loss is not None]
        return {
            "val_loss": event.get("val_loss"),
            "best_val_loss": min(losses, default=None),
            "bits_per_byte": event.get("bits_per_byte"),
        }
    if kind == "log" and event.get("code") == BEST_TAKEN:
        return {name: event["values"].get(name) for name in ("val_loss", "bits_per_byte")}
    if kind == "plan":
        return {"total_steps": event.get("total_steps")}
    return {"step": event["step"], "eta_s": None} if kind == "resume" else {}


def _standing(run: Run) -> dict[str, Any]:
    """Return the figures of a run by what stands: a resume has gone back on some of what they were made of."""
    told = RunEvent.objects.filter(run=run, superseded=False)
    last = told.filter(type="metric").order_by("-seq").values_list("payload", flat=True).first() or {}
    evals = list(told.filter(type="eval").order_by("seq").values_list("payload", flat=True))
    losses = [payload["val_loss"] for payload in evals if payload.get("val_loss") is not None]
    judged = evals[-1] if evals else {}
    return {
        "tokens_seen": last.get("tokens") or 0,
        "train_loss": last.get("loss"),
        "val_loss": judged.get("val_loss"),
        "best_val_loss": min(losses, default=None),
        "bits_per_byte": judged.get("bits_per_byte"),
    }


def _side_effects(run: Run, event: dict[str, Any]) -> None:
    if event["type"] == "resume":
        later = RunEvent.objects.filter(
            run=run, seq__lt=event["seq"], step__gt=event["step"], type__in=REPLACED_BY_RESUME
        )
        later.update(superseded=True)
        Checkpoint.objects.filter(run=run, step__gt=event["step"]).delete()
    elif event["type"] == "checkpoint":
        Checkpoint.objects.filter(run=run, step__in=event.get("removed", [])).delete()
        if event.get("is_best"):
            Checkpoint.objects.filter(run=run).update(is_best=False)
        Checkpoint.objects.update_or_create(
            run=run,
            step=event["step"],
            defaults={
                "n_bytes": event.get("n_bytes") or 0,
                "val_loss": event.get("val_loss"),
                "is_best": bool(event.get("is_best")),
            },
        )
