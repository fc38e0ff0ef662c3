"""Keep the curves of a run in short as they grow: buckets are written once their steps are told for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from django.db.models import F, Q

from training.core.series import LEVELS, RATIO, Piece, joined, point, width
from training.models import Run, RunEvent, SeriesBucket

SERIES: Final = ("metric", "eval", "norms")
CHUNK: Final = 65_536  # steps that are read at once
ROWS: Final = 2000  # rows in one INSERT


def rolled_after(rolled: int, step: int, events: Sequence[dict[str, Any]]) -> tuple[int, int]:
    """Return from which step on buckets are to be made anew, and below which steps all is told.

    What belongs to a step comes before the metric of the next one, so the last step told may still get more.
    """
    base = rolled
    for event in events:
        if event["type"] == "resume":
            base, step = min(base, event["step"]), event["step"]
        elif event["type"] == "metric":
            step = event["step"]
    return base, max(base, step)


def roll_back(*, run: Run, to: int) -> None:
    """Drop the buckets that hold steps from `to` on: a resume tells them anew."""
    beyond = Q()
    for level in range(1, LEVELS + 1):
        beyond |= Q(level=level, index__gte=to // width(level))
    SeriesBucket.objects.filter(beyond, run=run).delete()


def roll_up(*, run: Run, start: int, stop: int) -> None:
    """Write the buckets that became whole as steps below `stop`, no longer only below `start`, are told for good."""
    while start < stop:
        end = min(stop, (start // CHUNK + 1) * CHUNK)
        _roll_part(run, start, end)
        start = end


def roll_rest(*, run: Run) -> None:
    """Write the buckets that an earlier release did not know of. Nobody may be following the run."""
    if run.rolled < run.step:
        roll_up(run=run, start=run.rolled, stop=run.step)
        Run.objects.filter(pk=run.pk).update(rolled=run.step)
        run.rolled = run.step


def unrolled() -> Iterable[Run]:
    """Return the ended runs whose buckets were not all written."""
    ended = ("completed", "stopped", "failed")
    return Run.objects.filter(state__in=ended, rolled__lt=F("step")).only("pk", "rolled", "step")


def _roll_part(run: Run, start: int, stop: int) -> None:
    for level in range(1, LEVELS + 1):
        lo, hi = start // width(level), stop // width(level)
        if lo == hi:
            return  # wider buckets are not whole either
        rows = _from_points(run, lo, hi) if level == 1 else _from_buckets(run, level, lo, hi)
        SeriesBucket.objects.bulk_create(rows, batch_size=ROWS)


def _from_points(run: Run, lo: int, hi: int) -> Iterator[SeriesBucket]:
    steps = {"step__gte": lo * width(1), "step__lt": hi * width(1)}
    told = RunEvent.objects.filter(run=run, type__in=SERIES, superseded=False, **steps)
    found = told.order_by("type", "step", "seq").values_list("type", "step", "payload")
    for (series, index), group in groupby(
        found.iterator(ROWS), key=lambda row: (row[0], (row[1] or 0) // width(1))
    ):
        yield _bucket(run, series, 1, index, (point(step or 0, payload) for _, step, payload in group))


def _from_buckets(run: Run, level: int, lo: int, hi: int) -> Iterator[SeriesBucket]:
    narrow = {"level": level - 1, "index__gte": lo * RATIO, "index__lt": hi * RATIO}
    found = SeriesBucket.objects.filter(run=run, **narrow).order_by("series", "index")
    rows = found.values_list("series", "index", "first", "last", "fields")
    for (series, index), group in groupby(rows.iterator(ROWS), key=lambda row: (row[0], row[1] // RATIO)):
        yield _bucket(run, series, level, index, (Piece(*row[2:]) for row in group))


def _bucket(run: Run, series: str, level: int, index: int, pieces: Iterable[Piece]) -> SeriesBucket:
    whole = joined(pieces)
    place = {"run_id": run.pk, "series": series, "level": level, "index": index}
    return SeriesBucket(**place, first=whole.first, last=whole.last, fields=whole.fields)
