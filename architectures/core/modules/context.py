"""What every module of a model is told in one forward pass: positions, and the cache while generating."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from architectures.core.errors import DesignError


class Cache:
    """Keys and values of what was read so far, one pair of buffers [B, H, max_length, D] an attention.

    `length` counts the tokens read. Raises DesignError("cache_full") when more than `max_length` would be kept.
    """

    def __init__(self, batch_size: int, max_length: int) -> None:
        self.batch_size, self.max_length, self.length = batch_size, max_length, 0
        self.states: dict[int, tuple[Tensor, Tensor]] = {}

    def check(self, n_new: int) -> None:
        if self.length + n_new > self.max_length:
            values = {"length": self.length + n_new, "max_length": self.max_length}
            raise DesignError("cache_full", values)

    def extend(self, owner: nn.Module, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        """Append k and v [B, H, T, D]; return all of them, [B, H, length + T, D]."""
        if id(owner) not in self.states:
            shape = (k.shape[0], k.shape[1], self.max_length, k.shape[3])
            self.states[id(owner)] = (k.new_zeros(shape), v.new_zeros(shape))
        keys, values = self.states[id(owner)]
        end = self.length + k.shape[2]
        keys[:, :, self.length : end] = k
        values[:, :, self.length : end] = v
        return keys[:, :, :end], values[:, :, :end]

    def n_bytes(self) -> int:
        """Bytes that the buffers take."""
        return sum(t.numel() * t.element_size() for pair in self.states.values() for t in pair)


@dataclass
class Context:
    """`positions` [T] of the tokens of this pass. `memo` keeps what several modules would compute alike."""

    positions: Tensor
    cache: Cache | None = None
    memo: dict[Any, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, ids: Tensor, cache: Cache | None = None) -> Context:
        start = cache.length if cache is not None else 0
        return cls(torch.arange(start, start + ids.shape[1], device=ids.device), cache)
