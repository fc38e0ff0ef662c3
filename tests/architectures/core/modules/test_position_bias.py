"""Biases of distance against the published ones."""

from __future__ import annotations

import pytest
import torch
from transformers.models.bloom.modeling_bloom import build_alibi_tensor
from transformers.models.t5.modeling_t5 import T5Attention

from architectures.core.modules.masks import distances
from architectures.core.modules.position_bias import alibi, t5_buckets


@pytest.mark.parametrize("n_heads", [1, 2, 6, 8, 12, 20])
def test_slopes_are_those_of_bloom(n_heads: int) -> None:
    n = 9
    theirs = build_alibi_tensor(torch.ones(1, n), n_heads, torch.float32).view(n_heads, n)
    ours = alibi(distances(torch.tensor([n - 1]), n), n_heads)[:, 0]
    assert torch.allclose(ours, theirs - theirs[:, -1:], atol=1e-6)


@pytest.mark.parametrize(("n_buckets", "max_distance"), [(32, 128), (8, 20), (2, 3), (5, 40)])
def test_buckets_are_those_of_t5(n_buckets: int, max_distance: int) -> None:
    apart = torch.arange(300)
    theirs = T5Attention._relative_position_bucket(-apart, False, n_buckets, max_distance)
    assert torch.equal(t5_buckets(apart, n_buckets, max_distance), theirs)


def test_near_distances_have_buckets_of_their_own_and_far_ones_share() -> None:
    buckets = t5_buckets(torch.arange(200), 8, 32)
    assert buckets[:5].tolist() == [0, 1, 2, 3, 4]
    assert set(buckets[32:].tolist()) == {7}
    assert buckets.diff().min() >= 0
