"""What a design costs, against sums done by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from architectures.core.validate import validate


def totals(document: Any, **options: Any) -> dict[str, int]:
    return validate(document, vocab_size=64, **options).costs.totals


def test_flops_are_twice_the_matrices_and_the_scores(preset: Callable[[str], Any]) -> None:
    """2 x matmul parameters, the head too, and 4 T H D for each attention."""
    d, d_ff, n_layers, T = 128, 512, 4, 128
    matrices = n_layers * (4 * d * d + 2 * d * d_ff) + d * 64
    expected = 2 * matrices + n_layers * 4 * T * d
    assert totals(preset("tiny-story-writer"))["flops_per_token"] == expected


def test_a_window_saves_cache_and_no_flops(repeated: Callable[..., Any]) -> None:
    """The kernel computes what a mask hides: a window is cheaper to remember, not to compute."""
    whole, near = (totals(repeated(1, window=w), context_length=100) for w in (None, 10))
    assert whole["flops_per_token"] == near["flops_per_token"]
    assert whole["cache_bytes"] - near["cache_bytes"] == (100 - 9) * whole["kv_bytes_per_token"]


def test_tied_and_untied_heads_multiply_alike(preset: Callable[[str], Any]) -> None:
    tied, untied = preset("tiny-gpt"), preset("tiny-gpt")
    del untied["nodes"]["head"]["tie_to"]
    one, other = totals(tied), totals(untied)
    assert one["flops_per_token"] == other["flops_per_token"]
    assert other["parameters"] - one["parameters"] == 64 * 96


@pytest.mark.parametrize(("precision", "n_bytes"), [("fp32", 4), ("bf16", 2)])
def test_the_cache_holds_keys_and_values_of_every_layer(
    preset: Callable[[str], Any], precision: str, n_bytes: int
) -> None:
    assert (
        totals(preset("tiny-hybrid"), precision=precision)["kv_bytes_per_token"] == 6 * 2 * 2 * 24 * n_bytes
    )


def test_training_memory_grows_with_the_batch_from_16_bytes_a_parameter(preset: Callable[[str], Any]) -> None:
    one, two, four = (totals(preset("tiny-gpt"), batch_size=b) for b in (1, 2, 4))
    grown = two["training_bytes"] - one["training_bytes"]
    assert one["training_bytes"] - grown == 16 * one["parameters"]
    assert four["training_bytes"] - two["training_bytes"] == 2 * grown
