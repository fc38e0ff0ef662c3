"""The processes that train one model together. What a trainer asks of them; here, of a process that is alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar

import torch
from torch import Tensor, nn

from training.core.checkpoint import Checkpoints, Snapshot
from training.core.config import Optimisation
from training.core.optim import Optimizer
from training.core.randomness import random_state, restore_random_state

T = TypeVar("T")
Request = Literal["stopped", "interrupted"]


class World:
    """One process: everything is its own. `rank` counts the processes from 0; the first one alone writes and tells."""

    rank, size = 0, 1
    takes_part = True  # in passes whose outcome one process needs alone: samples, norms

    @property
    def is_first(self) -> bool:
        return self.rank == 0

    # the work of a step

    def prepare(self, model: nn.Module, dtype: torch.dtype) -> nn.Module:
        """Make a model one that all processes train; `dtype` is what it computes in."""
        return model

    def optimizer(self, model: nn.Module, options: Optimisation, dtype: torch.dtype) -> Optimizer:
        return Optimizer(model, options, dtype)

    def rows(self, batch: Tensor) -> Tensor:
        """Return this process's part of a batch [B, T] that all of them see."""
        return batch

    def join_gradients(self, optimizer: Optimizer) -> None:
        """Add up what the processes found, so that each has the gradients of the whole batch."""

    def add_up(self, loss: Tensor, norm: Tensor, added: float | None) -> tuple[float, float, float | None]:
        """Return a step's loss and what the model added to it, as sums over the processes, and the norm, known to all."""
        found_loss, found_norm = torch.stack((loss, norm)).tolist()
        return found_loss, found_norm, added

    def sums(self, values: list[float]) -> list[float]:
        """Return the sums over all processes."""
        return values

    def turns(self, items: Sequence[T]) -> list[tuple[T, bool]]:
        """Return this process's items. One that does not count is looked at because all must do so equally often."""
        return [(item, True) for item in items]

    def writer(self, model: nn.Module) -> Any:
        """Return the model to sample with."""
        return model

    def own(self, tensor: Tensor) -> Tensor:
        """Return the part of a parameter, or of its gradient, that this process holds."""
        return tensor

    def join_norms(self, norms: Tensor) -> Tensor:
        """Return the norms [n] of whole tensors, given those of the parts that this process holds."""
        return norms

    def first_found(self, look: Callable[[], dict[str, str]]) -> dict[str, str]:
        """Return what the first process that found something found."""
        return look()

    # what all must do alike

    def now(self) -> float:
        """Return the time in seconds, by the clock of the first process."""
        return time.monotonic()

    def asked(self, own: Request | None) -> Request | None:
        """Return what was asked of any process."""
        return own

    def agree(self, answer: Callable[[], T]) -> T:
        """Return the answer of the first process; the others do not look."""
        return answer()

    # the state of a training

    def start_drawing(self, seed: int) -> None:
        """Seed what draws dropout's masks: each process draws its own."""
        torch.manual_seed(seed)

    def random_state(self, device: torch.device) -> dict[str, Tensor]:
        return random_state(device)

    def restore_random_state(self, state: dict[str, Tensor], device: torch.device, seed: int) -> None:
        """Go on drawing; from `seed` where the checkpoint is of fewer processes."""
        restore_random_state(state, device)

    def newest(self, checkpoints: Checkpoints) -> Snapshot | None:
        return checkpoints.newest()

    def close(self) -> None:
        """Part in good order."""
