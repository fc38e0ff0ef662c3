"""A gradient longer than is allowed moves the weights as one of just that length."""

from __future__ import annotations

from typing import Any

import pytest


def test_clipping_limits_how_far_a_step_goes_and_tells_the_whole_norm(
    make_job: Any, open_trainer: Any, told: Any
) -> None:
    moved, norms = [], []
    for name, clip in (("free", 0.0), ("loose", 1e6), ("tight", 0.01)):
        folder = make_job(
            name=name,
            optimizer="sgd",
            momentum=0.0,
            weight_decay=0.0,
            grad_clip=clip,
            max_steps=1,
            warmup_steps=0,
        )
        trainer = open_trainer(folder)
        before = {key: value.clone() for key, value in trainer.weights().items()}
        trainer.run()
        after = trainer.weights()
        moved.append(sum(float((after[key] - before[key]).square().sum()) for key in before) ** 0.5)
        [metric] = told(folder, "metric")
        norms.append(metric["grad_norm"])
    assert moved[0] == moved[1], "what is short enough is left alone"
    assert norms[0] == norms[1] == norms[2] > 0.01, "the norm that is told is that before clipping"
    assert moved[2] == pytest.approx(moved[0] * 0.01 / norms[0], rel=1e-3)
