"""When a training ends, when it looks up, how its time left is told, and how many points a curve has."""

from __future__ import annotations

import pytest

from training.core.config import TrainConfig
from training.core.progress import DENSE_METRICS, Budget, Due, Speed, metric_due


def budget(tokens_per_step: int = 100, **limits: float) -> Budget:
    return Budget(TrainConfig(**limits), tokens_per_step)


@pytest.mark.parametrize(
    ("limits", "total"),
    [
        ({"max_steps": 50}, 50),
        ({"max_tokens": 1000}, 10),
        ({"max_tokens": 1001}, 11),
        ({"max_tokens": 1}, 1),
        ({"max_steps": 5, "max_tokens": 1000}, 5),
        ({"max_minutes": 1}, None),
    ],
)
def test_the_first_limit_decides_how_many_steps_there_are(limits: dict[str, int], total: int | None) -> None:
    assert budget(**limits).total_steps == total


def test_progress_is_that_of_the_limit_nearest_to_its_end() -> None:
    both = budget(max_steps=100, max_minutes=1)
    assert both.progress(0, 0.0) == 0.0
    assert both.progress(10, 30.0) == 0.5
    assert both.progress(80, 30.0) == 0.8
    assert both.progress(10, 60.0) == 1.0
    assert both.progress(500, 600.0) == 1.0


def test_the_time_left_is_that_of_the_limit_that_comes_first() -> None:
    assert budget(max_steps=100).eta(40, 9.0, 0.5) == 30.0
    assert budget(max_minutes=1).eta(40, 20.0, 0.5) == 40.0
    assert budget(max_steps=100, max_minutes=1).eta(40, 20.0, 0.1) == pytest.approx(6.0)
    assert budget(max_minutes=1).eta(40, 90.0, 0.5) == 0.0


def test_an_interval_of_steps_wins_over_seconds() -> None:
    due = Due(5, 0.001)
    assert [step for step in range(1, 16) if due.now(step, step * 10.0)] == [5, 10, 15]


def test_seconds_count_from_when_it_was_last_due() -> None:
    due = Due(None, 5.0, first=2.0)
    assert [t for t in (1.0, 2.5, 3.0, 7.4, 7.6, 12.0, 30.0, 31.0, 35.1) if due.now(1, t)] == [
        2.5,
        7.6,
        30.0,
        35.1,
    ]


def test_speed_follows_what_is_recent() -> None:
    speed = Speed()
    assert speed.seconds_per_step == 0.0
    speed.add(2.0)
    assert speed.seconds_per_step == pytest.approx(2.0)
    for _ in range(100):
        speed.add(0.5)
    assert speed.seconds_per_step == pytest.approx(0.5, rel=1e-3)


def test_a_short_training_tells_every_step() -> None:
    assert all(metric_due(step) for step in range(1, DENSE_METRICS + 1))


def test_a_long_training_tells_a_bounded_number_of_points() -> None:
    told = [step for step in range(1, 64_001) if metric_due(step)]
    assert len(told) == 7000  # 2000 and then 1000 for each of five doublings
    assert told[2000:2003] == [2002, 2004, 2006]
    assert told[-2:] == [63_968, 64_000]


def test_one_write_that_was_held_up_does_not_put_off_the_next_for_ever() -> None:
    due = Due(None, 20.0)
    due.rest(100.0, 101.0)
    due.rest(200.0, 500.0)
    assert due.steps_left(1, 500.0, 1.0) == 20
    due.rest(600.0, 630.0)
    assert due.steps_left(1, 630.0, 1.0) == 300, "that it takes long is so"
