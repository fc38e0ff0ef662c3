"""What must be true when all is quiet again: read from the rows and the files alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from inference.models import CompletedModel
from tests.system.chaos.faults import World
from training.core.events import read_events
from training.models import Run, RunEvent
from training.paths import job_folder
from training.processes import recall
from training.selectors import metrics
from training.services.jobs import model_folder

# Of a run whose processes died three times at one place: a worker, a supervisor, a sign of life that came late.
ALWAYS: Final = frozenset({"supervisor_lost"})


def lies(world: World) -> Iterator[str]:
    """Yield everything that is not true of a run."""
    for run in Run.objects.select_related("token_file"):
        for lie in [*of_its_state(run, world), *of_its_events(run), *of_its_processes(run)]:
            yield f"{run.pk} ({run.title}, {run.state}, attempt {run.attempt}, {run.error}): {lie}"


def of_its_state(run: Run, world: World) -> Iterator[str]:
    if run.state not in ("completed", "failed", "stopped"):
        yield "it has not ended"
    if run.lease or run.lease_host or run.heartbeat_at:
        yield "somebody still holds a lease"
    if (run.state == "completed") != (model_folder(run) is not None):
        yield f"its model is on the disk: {model_folder(run) is not None}"
    if CompletedModel.objects.filter(run=run).exists() != (run.state == "completed"):
        yield "its completed model says otherwise"
    if run.state == "stopped" and run.pk not in world.asked_to_stop:
        yield "nobody asked it to stop"
    reasons = ALWAYS | world.reasons[run.pk]
    if run.state == "failed" and (run.error or {}).get("code") not in reasons:
        yield f"what failed it was none of {sorted(reasons)}"


def of_its_events(run: Run) -> Iterator[str]:
    rows = list(RunEvent.objects.filter(run=run).order_by("seq"))
    numbers = [row.seq for row in rows]
    if numbers != list(range(1, len(rows) + 1)) or run.last_seq != len(rows):
        yield f"events with gaps or doubles: {numbers}, the last is said to be {run.last_seq}"
    path = job_folder(run) / "events.jsonl"
    told = list(read_events(path)) if path.exists() else []
    written = [{"seq": row.seq, "type": row.type, "step": row.step, **row.payload} for row in rows]
    file = [{"step": None, **{k: v for k, v in event.items() if k != "time"}} for event in told]
    if as_floats(written) != as_floats(file):
        yield f"rows and file differ: {in_short(written)} and {in_short(file)}"
    steps = [point["step"] for point in metrics(run)["metric"]]
    if steps != list(range(1, len(steps) + 1)):
        yield f"a curve with gaps or doubles: {steps}"
    if run.state == "completed" and len(steps) != run.total_steps:
        yield f"a curve that ends early: {len(steps)} of {run.total_steps}"
    if steps and run.step != steps[-1]:
        yield f"it is said to be at step {run.step}, the curve ends at {steps[-1]}"
    said = [event["state"] for event in told if event["type"] == "state"]
    if run.state == "completed" and said[-1:] != ["completed"]:
        yield f"its trainer said: {said}"


def in_short(events: list[dict[str, Any]]) -> str:
    return ", ".join(f"{event['seq']} {event['type']}" for event in events)


def as_floats(events: list[dict[str, Any]]) -> Any:
    """PostgreSQL gives large numbers back as integers."""
    return json.loads(json.dumps(events), parse_int=float)


def of_its_processes(run: Run) -> Iterator[str]:
    folder = job_folder(run)
    for file in [*folder.glob("supervisor-*.pid"), folder / "trainer.pid"]:
        if recall(file) is not None:
            yield f"{file.name} lives: {json.loads(file.read_text())}"
