"""The small picture of a design: a column a layer, a bar a block."""

from __future__ import annotations

import re

from architectures.core.presets import presets
from architectures.thumbnail import HEIGHTS, NARROWED, bars, columns_of, thumbnail

DESIGNS = {preset.slug: preset.design for preset in presets()}


def mixers(slug: str) -> list[int]:
    """The heights of the mixers, layer by layer."""
    columns = [list(bars(nodes)) for nodes in columns_of(DESIGNS[slug])]
    return [height for column in columns for category, _, height in column if category == "mixer"]


def test_there_is_a_column_for_each_layer_and_one_before_and_after() -> None:
    assert len(list(columns_of(DESIGNS["gpt2-small"]))) == 12 + 2


def test_layers_that_see_a_part_are_shorter() -> None:
    assert mixers("mini-gemma-3") == [NARROWED] * 5 + [HEIGHTS["mixer"]]
    assert mixers("mini-qwen3-next") == [NARROWED] * 3 + [HEIGHTS["mixer"]]


def test_the_picture_holds_a_bar_for_every_block_within_its_frame() -> None:
    for slug, design in DESIGNS.items():
        columns = [list(bars(nodes)) for nodes in columns_of(design)]
        drawn = thumbnail(design)
        assert drawn.count("M") == sum(map(len, columns)), slug
        assert all(0 <= int(top) <= 64 for top in re.findall(r"M[\d.]+ (-?\d+)h", drawn)), slug
