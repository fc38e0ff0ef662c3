"""The curves in short are those of the rows that stand, whatever a run went through."""

from __future__ import annotations

import random
from typing import Any

import pytest

from training.core.series import columns, point, thinned
from training.curves import Window, curves, sparks
from training.models import Run, RunEvent, SeriesBucket
from training.services.following import events_copy
from training.services.rolling import roll_rest, unrolled


def told(kind: str, step: int, seq: int, **payload: Any) -> dict[str, Any]:
    return {"seq": seq, "type": kind, "step": step, "time": 1.0 + seq, **payload}


def life(seed: int, n_steps: int) -> list[dict[str, Any]]:
    """Events of a run that was taken up again now and then, from an earlier step."""
    draw, events, step = random.Random(seed), list[dict[str, Any]](), 0
    while step < n_steps:
        step += draw.choice((1, 1, 1, 5))
        events.append(told("metric", step, len(events) + 1, loss=draw.random(), lr=0.1, tokens=step * 8))
        if step % 40 == 0:
            events.append(told("eval", step, len(events) + 1, val_loss=draw.random()))
        if draw.random() < 0.004:
            step = draw.randrange(step + 1)
            events.append(told("resume", step, len(events) + 1))
    return events


def copy(run: Run, events: list[dict[str, Any]], draw: random.Random) -> None:
    while events:
        batch, events = events[: (n := draw.randint(1, 90))], events[n:]
        events_copy(run=run, lease=run.lease, events=batch)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_p14_what_is_shown_is_what_the_standing_rows_say(leased: Run, seed: int) -> None:
    copy(leased, life(seed, 1500), random.Random(seed))
    shown = curves(leased, Window(points=30))
    for series in ("metric", "eval"):
        rows = RunEvent.objects.filter(run=leased, type=series, superseded=False).order_by("step", "seq")
        points = [point(step, payload) for step, payload in rows.values_list("step", "payload")]
        thin = columns(thinned(points, 0, shown["to"], 30))
        for name, exact in thin["fields"].items():
            got = shown["series"][series]["fields"][name]
            assert {*got["early"], *got["late"]} >= {min(exact["early"]), max(exact["late"])}
            low = min(min(exact["early"]), min(exact["late"]))
            high = max(max(exact["early"]), max(exact["late"]))
            assert (min(got["early"] + got["late"]), max(got["early"] + got["late"])) == (low, high)
    assert SeriesBucket.objects.filter(run=leased).exists()
    assert shown["last_seq"] == leased.last_seq


def test_buckets_are_those_of_a_run_that_was_never_taken_back(leased: Run, run_of: Any, ada: Any) -> None:
    copy(leased, life(5, 1500), random.Random(5))
    other = run_of(ada, lease="b" * 32, state="training")
    standing = RunEvent.objects.filter(run=leased, superseded=False).order_by("seq")
    again = [told(e.type, e.step or 0, e.seq, **e.payload) for e in standing if e.type != "resume"]
    copy(other, again, random.Random(6))
    columns_of = ("series", "level", "index", "first", "last", "fields")
    ours, theirs = (
        list(
            SeriesBucket.objects.filter(run=run).order_by("series", "level", "index").values_list(*columns_of)
        )
        for run in (leased, other)
    )
    assert ours == theirs


def test_a_part_is_shown_finer_than_the_whole(leased: Run) -> None:
    events = [told("metric", n, n, loss=1 / n) for n in range(1, 1001)]
    copy(leased, events, random.Random(0))
    whole, part = curves(leased, Window(20)), curves(leased, Window(20, start=500, stop=520))
    assert len(whole["series"]["metric"]["first"]) <= 21
    assert part["series"]["metric"]["first"] == list(range(500, 520))
    assert part["series"]["metric"]["fields"]["loss"]["early"][0] == 1 / 500
    assert part["steps_per_point"] == 1


def test_a_run_of_an_earlier_release_is_shown_before_and_after_its_buckets_are_made(leased: Run) -> None:
    events = [told("metric", n, n, loss=float(n % 97)) for n in range(1, 400)]
    copy(leased, events, random.Random(0))
    SeriesBucket.objects.all().delete()
    Run.objects.update(rolled=0, state="completed")
    before = curves(leased, Window(10))
    (found,) = unrolled()
    roll_rest(run=found)
    after = curves(leased, Window(10))
    for shown in (before, after):
        loss = shown["series"]["metric"]["fields"]["loss"]
        assert (min(loss["early"] + loss["late"]), max(loss["early"] + loss["late"])) == (0.0, 96.0)
        assert shown["series"]["metric"]["last"][-1] == 399
    assert not list(unrolled())


def test_small_curves_of_many_runs_take_two_queries(
    leased: Run, run_of: Any, ada: Any, django_assert_num_queries: Any
) -> None:
    other = run_of(ada, lease="b" * 32, state="training")
    for run in (leased, other):
        copy(run, [told("metric", n, n, loss=1 / n) for n in range(1, 500)], random.Random(0))
    with django_assert_num_queries(2):
        small = sparks([leased, other], 30)
    assert small[leased.pk] == small[other.pk]
    assert 20 <= len(small[leased.pk]["loss"]) <= 31
