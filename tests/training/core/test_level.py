"""A training that has run away is told from one that warms up, is noisy, or has learned its text by heart."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from training.core.errors import TrainingError
from training.core.level import RECENT, STAYS, Level

Told = Callable[[Path, str], list[dict[str, Any]]]


def found_at(losses: Iterable[float], vocab_size: int = 50_000) -> int | None:
    """Return the step at which a training is said to have run away."""
    level = Level(vocab_size)
    return next((step for step, loss in enumerate(losses, 1) if level.add(loss) is not None), None)


def falling(start: float, end: float, n: int) -> list[float]:
    return [end + (start - end) * (1 - k / n) ** 2 for k in range(n)]


def test_a_loss_that_rises_and_stays_is_found_though_it_is_no_worse_than_guessing() -> None:
    found = found_at([*falling(10.8, 2.0, 500), *[10.0] * 500])
    assert found is not None
    assert 500 + STAYS <= found <= 500 + STAYS + RECENT


@pytest.mark.parametrize(
    "losses",
    [
        [*falling(10.8, 2.0, 500), *[10.0] * (STAYS // 2), *falling(10.0, 2.0, 100)],  # a spike
        [*[10.8] * 50, *falling(13.0, 10.9, 300)],  # weights that begin worse than guessing, and a warm-up
        falling(10.8, 0.01, 2000),
    ],
)
def test_what_recovers_or_only_begins_badly_is_not_called_so(losses: list[float]) -> None:
    assert found_at(losses) is None


def test_noise_and_a_text_known_by_heart_are_not_called_so() -> None:
    draw = random.Random(1)
    noisy = [max(0.0, draw.gauss(4.0, 2.0)) for _ in range(5000)]
    by_heart = [*falling(5.5, 0.01, 300), *(draw.choice((0.01, 0.02, 1.5)) for _ in range(3000))]
    assert (found_at(noisy), found_at(by_heart, 257)) == (None, None)


def test_a_training_that_loses_what_it_learned_ends_with_a_sentence(
    make_job: Any, open_trainer: Any, told: Told
) -> None:
    """It learns while the rate warms up, and then the rate is far too high for it. A resume changes nothing."""
    options = {"lr": 3.0, "warmup_steps": 300, "schedule": "constant", "batch_size": 4, "weight_decay": 0.0}
    found = []
    for name, stop_at in (("whole", None), ("parts", 250)):
        folder = make_job(name=name, max_steps=600, **options)
        if stop_at is not None:
            assert open_trainer(folder, stop_at=stop_at).run() == "stopped"
        trainer = open_trainer(folder)
        with pytest.raises(TrainingError) as error:
            trainer.run()
        found.append((error.value.code, error.value.values))
        assert not trainer.level.is_beyond(error.value.values["loss"]), "no worse than before was noticed"
        assert trainer.level.best < 3.0
    assert found[0][0] == "diverged"
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "options", [{}, {"optimizer": "muon", "batch_size": 1}, {"optimizer": "sgd", "lr": 0.3}]
)
def test_a_training_of_a_tiny_text_goes_to_its_end(
    options: dict[str, Any], make_job: Any, open_trainer: Any
) -> None:
    assert open_trainer(make_job(max_steps=300, warmup_steps=50, **options)).run() == "completed"
