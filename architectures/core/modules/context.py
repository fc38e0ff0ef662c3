"""What every module of a model is told in one forward pass: positions, and the cache while generating."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from architectures.core.errors import DesignError

T = TypeVar("T")


class Cache:
    """What the modules of a model keep of the tokens read so far: keys and values, or a state of fixed size.

    `length` counts the tokens read. Raises DesignError("cache_full") when more than `max_length` would be kept.
    """

    def __init__(self, batch_size: int, max_length: int) -> None:
        self.batch_size, self.max_length, self.length = batch_size, max_length, 0
        self.states: dict[int, tuple[Tensor, ...]] = {}

    def check(self, n_new: int) -> None:
        if self.length + n_new > self.max_length:
            values = {"length": self.length + n_new, "max_length": self.max_length}
            raise DesignError("cache_full", values)

    def extend(self, owner: nn.Module, *new: Tensor, keep: int | None = None) -> tuple[Tensor, ...]:
        """Append tensors [B, H, T, D] along T; return what is kept and new, [B, H, L, D].

        Without `keep` all tokens are kept. With it the last `keep` alone are, for modules that look no further back;
        what is returned still holds all that the new tokens may see, its last row being the newest token.
        """
        if keep is not None:
            return self._extend_window(owner, new, keep)
        end = self.length + new[0].shape[2]
        if id(owner) not in self.states:
            self.states[id(owner)] = tuple(
                t.new_zeros((t.shape[0], t.shape[1], self.max_length, t.shape[3])) for t in new
            )
        buffers = self.states[id(owner)]
        for buffer, t in zip(buffers, new, strict=True):
            buffer[:, :, self.length : end] = t
        return tuple(buffer[:, :, :end] for buffer in buffers)

    def _extend_window(self, owner: nn.Module, new: tuple[Tensor, ...], keep: int) -> tuple[Tensor, ...]:
        old = self.states.get(id(owner))
        whole = new if old is None else tuple(torch.cat(pair, 2) for pair in zip(old, new, strict=True))
        self.states[id(owner)] = tuple(t[:, :, max(t.shape[2] - keep, 0) :].clone() for t in whole)
        return whole

    def state(self, owner: nn.Module) -> tuple[Tensor, ...] | None:
        """Return what `remember` was given for this module; None before the first token."""
        return self.states.get(id(owner))

    def remember(self, owner: nn.Module, *state: Tensor) -> None:
        """Keep a state of fixed size, such as that of a recurrence [B, …], in place of the last one."""
        self.states[id(owner)] = state

    def n_bytes(self) -> int:
        """Bytes that all of it takes."""
        return sum(t.numel() * t.element_size() for kept in self.states.values() for t in kept)


@dataclass
class Context:
    """`positions` [T] of the tokens of this pass, from 0. `cache` is None while training."""

    positions: Tensor
    cache: Cache | None = None
    memo: dict[Any, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, ids: Tensor, cache: Cache | None = None) -> Context:
        start = cache.length if cache is not None else 0
        return cls(torch.arange(start, start + ids.shape[1], device=ids.device), cache)

    def once(self, key: Any, make: Callable[[], T]) -> T:
        """Return make(), computed once a pass for all layers that ask with the same key."""
        if key not in self.memo:
            self.memo[key] = make()
        found: T = self.memo[key]
        return found
