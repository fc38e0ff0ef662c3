"""Reads curves: of a whole run or a part of it, with as many points as a screen has, extremes kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Min, Q

from training.core.series import Piece, columns, cover, level_for, point, thinned, width
from training.models import DeviceUse, Run, RunEvent, SeriesBucket

MIN_POINTS: Final = 10
MAX_POINTS: Final = 4000
SERIES: Final = ("metric", "eval", "norms")


@dataclass(frozen=True)
class Window:
    """Which part of the curves is asked for: steps from `start` up to, not including, `stop`; None is the end."""

    points: int
    start: int = 0
    stop: int | None = None
    series: Sequence[str] = ("metric", "eval")


def curves(run: Run, window: Window) -> dict[str, Any]:
    """Return the curves of a run, as they stand at event `last_seq`."""
    fresh = Run.objects.filter(pk=run.pk).values("last_seq", "rolled", "step").get()
    stop = fresh["step"] + 1 if window.stop is None else window.stop
    span = max(stop - window.start, 1)
    level = level_for(span, window.points)
    found = pieces({run.pk: (level, window.start, stop, fresh["rolled"])}, window.series)
    shown = {
        name: columns(thinned(found[run.pk, name], window.start, max(stop, window.start + 1), window.points))
        for name in window.series
    }
    return {
        "last_seq": fresh["last_seq"],
        "from": window.start,
        "to": stop,
        "steps_per_point": max(width(level), -(-span // window.points)),
        "series": shown,
        "latest": latest(run),
    }


def pieces(
    parts: dict[str, tuple[int, int, int, int]], series: Sequence[str]
) -> dict[tuple[str, str], list[Piece]]:
    """Return the pieces of several runs in two queries, in order; `parts`: run: (level, start, stop, rolled)."""
    buckets, points = Q(), Q()
    for run_id, (wanted, start, stop, rolled) in parts.items():
        for level, lo, hi in cover(wanted, start, stop, rolled):
            if level:
                buckets |= Q(run_id=run_id, level=level, index__gte=lo, index__lt=hi)
            else:
                points |= Q(run_id=run_id, step__gte=lo, step__lt=hi)
    found: dict[tuple[str, str], list[Piece]] = defaultdict(list)
    if buckets:
        rows = SeriesBucket.objects.filter(buckets, series__in=series).order_by("first")
        for run_id, name, first, last, fields in rows.values_list(
            "run_id", "series", "first", "last", "fields"
        ):
            found[run_id, name].append(Piece(first, last, fields))
    if points:
        told = RunEvent.objects.filter(points, type__in=series, superseded=False).order_by("step", "seq")
        for run_id, name, step, payload in told.values_list("run_id", "type", "step", "payload"):
            found[run_id, name].append(point(step or 0, payload))
    return found


def latest(run: Run) -> dict[str, Any] | None:
    """Return the last metric as it was told, with what has no place in a curve."""
    told = RunEvent.objects.filter(run=run, type="metric", superseded=False).order_by("-step")
    row = told.values_list("step", "payload").first()
    return {"step": row[0], **row[1]} if row else None


def device_uses(run: Run, points: int, start: int = 0, stop: int | None = None) -> dict[str, Any]:
    """Return what a run's processes used from step `start` up to, not including, `stop`, as columns.

    They are over seconds since the run's first sample; `first` counts the samples shown.
    """
    used = DeviceUse.objects.filter(run=run)
    began = used.aggregate(at=Min("time"))["at"]
    part = used.filter(step__gte=start) if stop is None else used.filter(step__gte=start, step__lt=stop)
    rows = list(part.order_by("time").values_list("time", "step", "payload"))
    samples = [
        point(n, {**use, "step": step, "seconds": (time - began).total_seconds()})
        for n, (time, step, use) in enumerate(rows)
        if began is not None
    ]
    return columns(thinned(samples, 0, max(len(samples), 1), points))


def sparks(runs: Sequence[Run], points: int) -> dict[str, dict[str, list[Any]]]:
    """Return small loss curves by run: steps and losses, the mean of each piece, and the validation losses."""
    parts = {
        run.pk: (level_for(run.step + 1, points), 0, run.step + 1, run.rolled) for run in runs if run.step
    }
    found = pieces(parts, ("metric",)) if parts else {}
    shown: dict[str, dict[str, list[Any]]] = {}
    for run in runs:
        thin = thinned(found.get((run.pk, "metric"), []), 0, run.step + 1, points)
        losses = [(piece.last, piece.fields["loss"][2]) for piece in thin if "loss" in piece.fields]
        shown[run.pk] = {"step": [step for step, _ in losses], "loss": [round(loss, 4) for _, loss in losses]}
    return shown
