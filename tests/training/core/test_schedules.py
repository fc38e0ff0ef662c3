"""How the learning rate falls, by the shape that was chosen."""

from __future__ import annotations

import pytest

from training.core.schedules import lr_factor


@pytest.mark.parametrize(
    ("kind", "at_quarter", "at_half", "near_end"),
    [
        ("constant", 1.0, 1.0, 1.0),
        ("linear", 0.775, 0.55, 0.19),
        ("cosine", 0.8682, 0.55, 0.1220),
        ("wsd", 1.0, 1.0, 0.55),
    ],
)
def test_each_schedule_falls_from_the_peak_to_its_last_share(
    kind: str, at_quarter: float, at_half: float, near_end: float
) -> None:
    def factor(progress: float) -> float:
        return lr_factor(kind, step=100, progress=progress, warmup_steps=10, min_ratio=0.1)

    assert factor(0.0) == pytest.approx(1.0)
    seen = [factor(progress) for progress in (0.25, 0.5, 0.9)]
    assert seen == pytest.approx([at_quarter, at_half, near_end], abs=1e-3)
    assert factor(1.0) == pytest.approx(1.0 if kind == "constant" else 0.1)


def test_the_warm_up_comes_before_every_schedule() -> None:
    rises = [lr_factor("wsd", step=n, progress=0.9, warmup_steps=4, min_ratio=0.0) for n in (1, 2, 3)]
    assert rises == [0.25, 0.5, 0.75]
