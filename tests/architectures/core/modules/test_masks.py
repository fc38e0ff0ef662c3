"""Which tokens see which, drawn."""

from __future__ import annotations

import torch

from architectures.core.modules.masks import distances, seen


def drawn(mask: torch.Tensor) -> list[str]:
    return ["".join("x" if sees else "." for sees in row) for row in mask.tolist()]


def test_a_window_counts_the_token_itself() -> None:
    assert drawn(seen(torch.arange(5), 5, window=2)) == ["x....", "xx...", ".xx..", "..xx.", "...xx"]
    assert drawn(seen(torch.arange(3), 3, window=1)) == ["x..", ".x.", "..x"]


def test_a_chunk_begins_anew_where_the_position_divides() -> None:
    assert drawn(seen(torch.arange(5), 5, chunk=2)) == ["x....", "xx...", "..x..", "..xx.", "....x"]


def test_keys_of_a_cache_are_the_last_ones_before_the_newest_token() -> None:
    assert drawn(seen(torch.tensor([5, 6]), 4)) == ["xxx.", "xxxx"]
    assert drawn(seen(torch.tensor([5, 6]), 4, window=3)) == ["xxx.", ".xxx"]
    assert drawn(seen(torch.tensor([5, 6]), 4, chunk=3)) == ["xxx.", "...x"]


def test_distances_count_from_the_token_backwards() -> None:
    assert distances(torch.tensor([2, 3]), 3).tolist() == [[1, 0, 0], [2, 1, 0]]
