"""The figures of a design are those of the model that is built from it."""

from __future__ import annotations

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from architectures.core.build import build
from architectures.core.presets import Preset, presets
from architectures.core.validate import validate

VOCABULARY, LENGTH = 64, 40
SMALL = 5_000_000  # parameters: what a test may hold in memory
EVERY = presets()
every_preset = pytest.mark.parametrize("preset", EVERY, ids=lambda p: p.slug)
small_presets = pytest.mark.parametrize(
    "preset",
    [p for p in EVERY if validate(p.design, vocab_size=VOCABULARY).costs.totals["parameters"] < SMALL],
    ids=lambda p: p.slug,
)


def totals(preset: Preset) -> dict[str, int]:
    return validate(preset.design, vocab_size=VOCABULARY, context_length=LENGTH).costs.totals


@every_preset
def test_parameters_are_those_of_the_built_model(preset: Preset) -> None:
    model = build(preset.design, vocab_size=VOCABULARY, device="meta")
    assert totals(preset)["parameters"] == sum(p.numel() for p in model.parameters())


@every_preset
def test_flops_are_those_that_pytorch_counts(preset: Preset) -> None:
    model = build(preset.design, vocab_size=VOCABULARY, device="meta").eval()
    with FlopCounterMode(display=False) as counted:
        model(torch.zeros(1, LENGTH, dtype=torch.long, device="meta"))
    assert totals(preset)["flops_per_token"] * LENGTH == counted.get_total_flops()


@small_presets
def test_cache_bytes_are_those_that_the_cache_holds(preset: Preset) -> None:
    model = build(preset.design, vocab_size=VOCABULARY).eval()
    cache = model.new_cache(1, LENGTH)
    with torch.no_grad():
        model(torch.zeros(1, LENGTH, dtype=torch.long), cache)
    assert totals(preset)["cache_bytes"] == cache.n_bytes()
