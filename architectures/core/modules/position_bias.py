"""What is added to the scores of attention by distance."""

from __future__ import annotations

import math

import torch
from torch import Tensor


def alibi_slopes(n_heads: int) -> list[float]:
    """Return how fast scores fall with the distance, for each head (Press et al., 2022).

    They are powers of a base that reach 2^-8; where `n_heads` is no power of two, every other slope of twice as many
    heads follows.
    """
    known = 2 ** math.floor(math.log2(n_heads))
    base = 2.0 ** (-8.0 / known)
    slopes = [base**i for i in range(1, known + 1)]
    return slopes + [base ** (i - 0.5) for i in range(1, n_heads - known + 1)]


def alibi(distances: Tensor, n_heads: int) -> Tensor:
    """Return what is added to scores, fp32 [H, T, L], of distances [T, L]."""
    slopes = torch.tensor(alibi_slopes(n_heads), dtype=torch.float32, device=distances.device)
    return -slopes[:, None, None] * distances


def t5_buckets(distances: Tensor, n_buckets: int, max_distance: int) -> Tensor:
    """Return the bucket of each distance: one each for the near half, then growing ones (Raffel et al., 2020)."""
    exact = n_buckets // 2
    far = torch.log(distances.float().clamp(min=exact) / exact) / math.log(max_distance / exact)
    grown = (exact + (far * (n_buckets - exact)).long()).clamp(max=n_buckets - 1)
    return torch.where(distances < exact, distances, grown)
