"""Which tokens see which, and how far apart they are. The keys are the last tokens up to the newest one."""

from __future__ import annotations

import torch
from torch import Tensor


def key_positions(positions: Tensor, n_all: int) -> Tensor:
    """Return the positions [L] of the last `n_all` tokens, where those at `positions` [T] are the newest."""
    return torch.arange(n_all, device=positions.device) + (positions[-1] + 1 - n_all)


def seen(positions: Tensor, n_all: int, window: int | None = None, chunk: int | None = None) -> Tensor:
    """Return which of the last `n_all` tokens those at `positions` [T] see, bool [T, L].

    `window`: this many of them at most, itself included. `chunk`: those of its own chunk of the text alone.
    """
    rows, columns = positions[:, None], key_positions(positions, n_all)[None]
    mask = columns <= rows
    if window is not None:
        mask = mask & (columns > rows - window)
    if chunk is not None:
        mask = mask & (columns // chunk == rows // chunk)
    return mask


def distances(positions: Tensor, n_all: int) -> Tensor:
    """Return how far each of the last `n_all` tokens lies before those at `positions` [T]: [T, L], 0 and more."""
    return (positions[:, None] - key_positions(positions, n_all)[None]).clamp(min=0)


def hidden(bias: Tensor, mask: Tensor) -> Tensor:
    """Return what is added to scores, [H, T, L], with the keys hidden that `mask` [T, L] does not let see."""
    return bias.masked_fill(~mask, -torch.inf)


def added(mask: Tensor) -> Tensor:
    """Return a mask as something to add to scores, [1 or H, T, L]; one that is such already as it is."""
    if mask.dtype != torch.bool:
        return mask
    return hidden(torch.zeros(1, *mask.shape, device=mask.device), mask)
