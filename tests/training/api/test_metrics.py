"""Curves over REST: as fine as a screen, in few queries, and only for who may see the run."""

from __future__ import annotations

from typing import Any

import pytest

from training.models import Run
from training.services.following import follow_rest

RUNS = "/api/v1/runs/"


@pytest.fixture
def told(leased: Run, tell: Any) -> Run:
    """A run of 3000 steps with one spike, two evaluations and the norms of one layer."""
    points = [
        {
            **{"seq": n, "type": "metric", "step": n, "tokens": 8 * n, "loss": 99.0 if n == 1234 else 1.0},
            **{"lr": 0.01, "muon_lr": 0.02, "flops_per_s": 3e9, "mfu": None},
        }
        for n in range(1, 3001)
    ]
    rest = [
        {"seq": 3001, "type": "eval", "step": 3000, "val_loss": 2.0, "bits_per_byte": 1.5},
        {"seq": 3002, "type": "norms", "step": 3000, "weight": {"layers.0.attn": 4.0}},
        {"seq": 3003, "type": "sample", "step": 3000, "prompt": "a", "text": "b"},
    ]
    tell(leased, *points, *rest)
    follow_rest(run=leased)
    return leased


def test_a_curve_has_as_many_points_as_asked_for_and_its_spike(
    ada_api: Any, told: Run, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(7):  # two of them: with whom it is shared, and what a share may be of
        shown = ada_api.get(f"{RUNS}{told.pk}/metrics/?points=100").data
    metric = shown["series"]["metric"]
    assert 50 <= len(metric["first"]) <= 101
    assert max(metric["fields"]["loss"]["early"] + metric["fields"]["loss"]["late"]) == 99.0
    assert metric["last"][-1] == 3000
    assert shown["series"]["eval"]["fields"]["bits_per_byte"]["mean"] == [1.5]
    assert shown["last_seq"] == 3003
    assert (shown["latest"]["step"], shown["latest"]["tokens"]) == (3000, 24_000)
    told.refresh_from_db()
    assert told.bits_per_byte == 1.5


def test_a_curve_has_both_rates_and_the_compute_but_no_share_of_an_unknown_peak(
    ada_api: Any, told: Run
) -> None:
    shown = ada_api.get(f"{RUNS}{told.pk}/metrics/?points=50").data
    fields = shown["series"]["metric"]["fields"]
    assert set(fields["flops_per_s"]["mean"]) == {3e9}
    assert {fields[name]["mean"][0] for name in ("lr", "muon_lr")} == {0.01, 0.02}
    assert "mfu" not in fields
    assert shown["latest"]["mfu"] is None


def test_a_part_of_a_curve_comes_point_by_point(ada_api: Any, told: Run) -> None:
    shown = ada_api.get(f"{RUNS}{told.pk}/metrics/?points=50&start=1230&stop=1240&series=metric").data
    metric = shown["series"]["metric"]
    assert metric["first"] == list(range(1230, 1240))
    assert metric["fields"]["loss"]["early"][4] == 99.0
    assert set(shown["series"]) == {"metric"}


def test_norms_come_by_layer(ada_api: Any, told: Run) -> None:
    shown = ada_api.get(f"{RUNS}{told.pk}/metrics/?points=50&series=norms").data
    assert shown["series"]["norms"]["fields"]["weight|layers.0.attn"]["mean"] == [4.0]


def test_the_checkpoints_that_are_kept_come_newest_first(
    ada_api: Any, ben_api: Any, leased: Run, tell: Any
) -> None:
    saved = [(1, 10, 3.0, True, []), (2, 20, 2.0, True, []), (3, 30, 2.5, False, [10])]
    tell(
        leased,
        *(
            {
                "seq": seq,
                "type": "checkpoint",
                "step": step,
                "n_bytes": 8,
                "val_loss": loss,
                "is_best": best,
                "removed": gone,
            }
            for seq, step, loss, best, gone in saved
        ),
    )
    follow_rest(run=leased)
    shown = ada_api.get(f"{RUNS}{leased.pk}/checkpoints/").data
    told = [(one["step"], one["val_loss"], one["is_best"], one["is_last"]) for one in shown]
    assert told == [(30, 2.5, False, True), (20, 2.0, True, False)]
    assert ben_api.get(f"{RUNS}{leased.pk}/checkpoints/").status_code == 404


@pytest.mark.parametrize(
    ("query", "attr"),
    [
        ("points=3", "points"),
        ("points=x", "points"),
        ("points=100&start=-1", "start"),
        ("points=100&start=9&stop=9", "stop"),
        ("points=100&series=metric,nosuch", "series"),
    ],
)
def test_a_window_that_is_none_is_named(ada_api: Any, told: Run, query: str, attr: str) -> None:
    answer = ada_api.get(f"{RUNS}{told.pk}/metrics/?{query}")
    assert answer.status_code == 400
    assert answer.data["errors"][0]["attr"].split(".")[0] == attr


def test_events_of_some_types_come_alone(ada_api: Any, told: Run) -> None:
    shown = ada_api.get(f"{RUNS}{told.pk}/events/?types=sample,log").data["events"]
    assert [event["type"] for event in shown] == ["sample"]
    assert ada_api.get(f"{RUNS}{told.pk}/events/?types=%00").status_code == 400


def test_p27_curves_of_another_are_not_there(ben_api: Any, told: Run) -> None:
    assert ben_api.get(f"{RUNS}{told.pk}/metrics/?points=100").status_code == 404
