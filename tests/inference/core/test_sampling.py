from typing import Any

import pytest
import torch

from inference.core.errors import GenerationError
from inference.core.options import GenerationOptions
from inference.core.sampling import keep_min_p, keep_top_k, keep_top_p, penalise, sample

NOTHING = torch.tensor([], dtype=torch.long)


def draw(logits: list[float], *, forbidden: tuple[int, ...] = (), seed: int = 0, **options: Any) -> int:
    allowed = torch.ones(len(logits), dtype=torch.bool)
    allowed[list(forbidden)] = False
    generator = torch.Generator().manual_seed(seed)
    return sample(
        torch.tensor(logits), GenerationOptions(**options), generator, allowed=allowed, seen=NOTHING
    )


def test_temperature_zero_takes_the_likeliest() -> None:
    assert {draw([1.0, 3.0, 2.0], temperature=0, seed=seed) for seed in range(20)} == {1}


def test_the_same_seed_draws_the_same() -> None:
    draws = [[draw([0.0] * 50, seed=seed) for seed in range(20)] for _ in range(2)]
    assert draws[0] == draws[1]
    assert len(set(draws[0])) > 5


@pytest.mark.parametrize("temperature", [0.0, 5.0])
def test_p20_ids_without_a_token_are_never_drawn(temperature: float) -> None:
    drawn = {draw([0.0, 99.0, 0.0], forbidden=(1,), temperature=temperature, seed=seed) for seed in range(30)}
    assert 1 not in drawn


def test_top_k_rules_out_the_rest() -> None:
    kept = keep_top_k(torch.tensor([1.0, 4.0, 3.0, 2.0]), 2)
    assert kept.isfinite().tolist() == [False, True, True, False]


def test_a_top_k_beyond_the_vocabulary_keeps_all() -> None:
    assert draw([1.0, 2.0], top_k=1000) in (0, 1)


def test_top_p_keeps_the_smallest_set_that_reaches_it() -> None:
    kept = keep_top_p(torch.tensor([0.1, 0.5, 0.3, 0.1]), 0.7)
    assert (kept > 0).tolist() == [False, True, True, False]


def test_top_p_always_keeps_the_likeliest() -> None:
    assert {draw([1.0, 5.0], top_p=1e-9, seed=seed) for seed in range(20)} == {1}


def test_min_p_is_relative_to_the_likeliest() -> None:
    kept = keep_min_p(torch.tensor([0.6, 0.35, 0.05]), 0.5)
    assert (kept > 0).tolist() == [True, True, False]


def test_a_repetition_penalty_lowers_what_was_seen_whatever_its_sign() -> None:
    before = torch.tensor([2.0, -2.0, 1.0])
    after = penalise(before, torch.tensor([0, 1, 0]), 2.0)
    assert after.tolist() == [1.0, -4.0, 1.0]


def test_a_model_that_computes_no_numbers_is_named() -> None:
    with pytest.raises(GenerationError, match="weights_not_finite"):
        draw([float("nan"), 1.0])
