"""What scans over a text in chunks share. Within a chunk tokens are computed side by side, chunks one after the other."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F


def in_chunks(x: Tensor, size: int) -> Tensor:
    """[B, T, …] -> [B, n, Q, …] in fp32, with zeros after the last token so that n chunks of Q = `size` are full."""
    missing = -x.shape[1] % size
    x = F.pad(x.float(), (0, 0) * (x.dim() - 2) + (0, missing))
    return torch.unflatten(x, 1, (-1, size))


def decays(log_decay: Tensor) -> Tensor:
    """[..., Q] -> [..., Q, Q]: what is left at token i of what was written at token j <= i; 0 for j > i.

    That is exp(a_{j+1} + … + a_i) for logarithms a <= 0. The sums are made term by term, not as differences of
    longer sums, so that small ones keep their digits beside large ones.
    """
    size = log_decay.shape[-1]
    terms = log_decay[..., :, None].expand(*log_decay.shape, size)  # a_i in row i
    kept = torch.ones(size, size, dtype=torch.bool, device=log_decay.device).tril()
    sums = terms.masked_fill(~kept.tril(-1), 0.0).cumsum(-2)
    return sums.masked_fill(~kept, float("-inf")).exp()
