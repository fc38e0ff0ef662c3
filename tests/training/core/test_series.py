"""Pieces of a curve keep its extremes, whatever they are made of."""

from __future__ import annotations

import math
import random

import pytest

from training.core.series import (
    BASE,
    LEVELS,
    Piece,
    columns,
    cover,
    joined,
    level_for,
    point,
    thinned,
    width,
)


def curve(*losses: float, first: int = 0) -> list[Piece]:
    return [point(first + n, {"loss": loss}) for n, loss in enumerate(losses)]


def test_a_piece_has_its_extremes_in_the_order_in_which_they_occurred() -> None:
    assert joined(curve(2, 9, 1, 4)).fields["loss"] == (9, 1, 4, 4)
    assert joined(curve(2, 1, 9, 4)).fields["loss"] == (1, 9, 4, 4)
    assert joined(curve(3, 3)).fields["loss"] == (3, 3, 3, 2)


@pytest.mark.parametrize("seed", range(20))
def test_pieces_of_pieces_are_the_pieces_of_all_values(seed: int) -> None:
    draw = random.Random(seed)
    losses = [draw.choice([draw.random(), 0.0, 1.0]) for _ in range(60)]
    cuts = sorted(draw.sample(range(1, 60), 5))
    parts = [joined(curve(*losses[a:b], first=a)) for a, b in zip([0, *cuts], [*cuts, 60], strict=True)]
    whole, direct = joined(parts), joined(curve(*losses))
    assert whole.fields["loss"][:2] == direct.fields["loss"][:2]
    assert {min(losses), max(losses)} == set(whole.fields["loss"][:2])
    assert math.isclose(whole.fields["loss"][2], sum(losses) / 60)
    assert (whole.first, whole.last, whole.fields["loss"][3]) == (0, 59, 60)


def test_only_numbers_become_fields() -> None:
    told = {"loss": 1.0, "ok": True, "text": "x", "bad": math.nan, "weight": {"a": 2.0}, "load": {"a": [1.0]}}
    assert set(point(1, told).fields) == {"loss", "weight|a"}


def test_a_field_that_is_missing_at_times_leaves_a_hole() -> None:
    shown = columns([point(1, {"loss": 1.0}), point(2, {"lr": 2.0})])
    assert shown["fields"]["loss"] == {"early": [1.0, None], "late": [1.0, None], "mean": [1.0, None]}
    assert (shown["first"], shown["last"]) == ([1, 2], [1, 2])


@pytest.mark.parametrize("seed", range(30))
def test_a_cover_has_every_step_once(seed: int) -> None:
    draw = random.Random(seed)
    rolled = draw.randrange(5000)
    start = draw.randrange(rolled + 50)
    stop = start + 1 + draw.randrange(5000)
    level = draw.randrange(0, 5)
    at, highest = None, level
    for lower, lo, hi in cover(level, start, stop, rolled):
        assert lower <= highest
        assert lo < hi
        assert at is None or lo * width(lower) == at  # each begins where the last ended
        at, highest = hi * width(lower), lower
        assert lower == 0 or at <= rolled
    assert at is not None
    assert at >= stop


def test_what_is_read_is_in_proportion_to_what_is_shown() -> None:
    for span in (10, 5000, 40_000, 1_000_000, 100_000_000):
        level = level_for(span, 800)
        assert span / width(level) <= 8 * 800 or level == LEVELS
    assert level_for(10, 800) == 0
    assert width(1) == BASE


def test_thinning_keeps_a_lonely_spike() -> None:
    losses = [1.0] * 10_000
    losses[7777] = 50.0
    thin = thinned(curve(*losses), 0, 10_000, 100)
    assert len(thin) == 100
    assert max(max(piece.fields["loss"][:2]) for piece in thin) == 50.0
