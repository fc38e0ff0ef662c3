"""Several processes that train one model, started by `torchrun`: what they share, and replicas of the whole model.

Every process cuts its rows of the same batches from the same order, so that k processes see what one would see; the
first one alone writes. `docs/decisions/0005-trainer.md` says why gradients are added up here and not by torch's DDP.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn

from training.core.bundle import Bundle
from training.core.checkpoint import Checkpoints, Snapshot
from training.core.config import TrainConfig
from training.core.errors import TrainingError
from training.core.optim import Optimizer
from training.core.randomness import random_state, restore_random_state
from training.core.spread import n_processes
from training.core.world import Request, T, World

Failure = tuple[str, dict[str, Any]]  # code and values of a diagnosis

FAILURE = "failure"  # key of the store that torchrun keeps
REQUESTS: tuple[Request | None, ...] = (None, "stopped", "interrupted")  # the later wins
SEED_APART = 1_000_003  # between processes
LOST = ("gloo", "NCCL", "Connection closed", "Connection reset", "Broken pipe", "Socket")


def open_world(config: TrainConfig, device: torch.device) -> World:
    """Join the processes that torchrun started. Raises TrainingError("batch_not_shared")."""
    size = n_processes()
    if config.batch_size % size:
        raise TrainingError("batch_not_shared", batch_size=config.batch_size, n_processes=size)
    if config.strategy == "fsdp":
        from training.core.shards import Shards

        return Shards(device)
    return Replicas(device)


def settle(error: Exception, found: Failure) -> Failure | None:
    """Return what to tell of an error that ended this process: that of the process which failed first.

    None where none of them said why, as one that was killed does not. It is for the first process to tell.
    """
    if not dist.is_initialized():
        return found
    lost = isinstance(error, RuntimeError) and any(word in str(error) for word in LOST)
    store = dist.distributed_c10d._get_default_store()
    try:
        if not lost and dist.get_rank():
            store.set(FAILURE, json.dumps(found))
        if not lost or not store.check([FAILURE]):
            return None if lost else found
        code, values = json.loads(store.get(FAILURE))
    except (RuntimeError, ValueError):  # whoever keeps the store has gone as well
        return None
    return code, values


class Many(World):
    """One of several processes."""

    def __init__(self, device: torch.device) -> None:
        self.device = device
        if device.type == "cuda":
            torch.cuda.set_device(device)
        # What processes agree on goes through gloo, so that no device is waited for.
        dist.init_process_group("cpu:gloo,cuda:nccl" if device.type == "cuda" else "gloo")
        self.rank, self.size = dist.get_rank(), dist.get_world_size()
        self._now = time.monotonic()

    def share(self, model: nn.Module) -> None:
        """Let modules that count tokens count those of all processes."""
        for module in model.modules():
            if hasattr(module, "over_all"):
                module.over_all = self.total  # type: ignore[assignment]

    def total(self, tensor: Tensor) -> Tensor:
        """Return the sum of the processes' tensors."""
        summed = tensor.detach().clone()
        dist.all_reduce(summed)
        return summed

    def rows(self, batch: Tensor) -> Tensor:
        n = len(batch) // self.size
        return batch[self.rank * n : (self.rank + 1) * n]

    def add_up(self, loss: Tensor, norm: Tensor, added: float | None) -> tuple[float, float, float | None]:
        own_loss, known_norm = torch.stack((loss, norm)).tolist()
        clock = time.monotonic() if self.is_first else 0.0
        whole_loss, whole_added, self._now = self.sums([own_loss, added or 0.0, clock])
        return whole_loss, known_norm, None if added is None else whole_added

    def sums(self, values: list[float]) -> list[float]:
        summed = torch.tensor(values, dtype=torch.float64)
        dist.all_reduce(summed)
        return [float(value) for value in summed]

    def turns(self, items: Sequence[T]) -> list[tuple[T, bool]]:
        mine = [self.rank + self.size * n for n in range(math.ceil(len(items) / self.size))]
        return [(items[n], True) if n < len(items) else (items[0], False) for n in mine]

    def first_found(self, look: Callable[[], dict[str, str]]) -> dict[str, str]:
        found: list[dict[str, str] | None] = [None] * self.size
        dist.all_gather_object(found, look())
        return next((each for each in found if each), {})

    def now(self) -> float:
        return self._now

    def asked(self, own: Request | None) -> Request | None:
        clock = time.monotonic() if self.is_first else -math.inf
        asked = torch.tensor([REQUESTS.index(own), clock], dtype=torch.float64)
        dist.all_reduce(asked, dist.ReduceOp.MAX)
        self._now = float(asked[1])
        return REQUESTS[int(asked[0])]

    def agree(self, answer: Callable[[], T]) -> T:
        box: list[Any] = [(answer(), time.monotonic()) if self.is_first else None]
        dist.broadcast_object_list(box, device=torch.device("cpu"))
        told, self._now = box[0]
        return told  # type: ignore[no-any-return]

    def start_drawing(self, seed: int) -> None:
        torch.manual_seed(seed + self.rank * SEED_APART)

    def random_state(self, device: torch.device) -> dict[str, Tensor]:
        """Return the first process's state as one process keeps it, and those of the others besides."""
        states: list[Any] | None = [None] * self.size if self.is_first else None
        dist.gather_object(random_state(device), states)
        return {
            f"{rank}.{name}" if rank else name: t
            for rank, state in enumerate(states or [])
            for name, t in state.items()
        }

    def restore_random_state(self, state: Mapping[str, Tensor], device: torch.device, seed: int) -> None:
        begin = f"{self.rank}." if self.rank else ""
        own = {name.removeprefix(begin): t for name, t in state.items() if name.startswith(begin)}
        if "cpu" in own:
            restore_random_state(own, device)
        else:
            self.start_drawing(seed)

    def newest(self, checkpoints: Checkpoints) -> Snapshot | None:
        found = checkpoints.newest() if self.is_first else None
        step = self.agree(lambda: found.step if found else None)
        return found if self.is_first or step is None else checkpoints.read(step)

    def close(self) -> None:
        dist.destroy_process_group()


class Replicas(Many):
    """Data parallel: each process holds the whole model and moves it by the same gradients."""

    def __init__(self, device: torch.device) -> None:
        super().__init__(device)
        self.takes_part = self.is_first

    def prepare(self, model: nn.Module, dtype: torch.dtype) -> nn.Module:
        self.share(model)
        return model

    def join_gradients(self, optimizer: Optimizer) -> None:
        """One sum a bundle and step, of what the passes of the step have left."""
        sent = [(grads, *_send(grads)) for grads in map(_present, optimizer.bundles)]
        for grads, flat, work in sent:
            work.wait()
            if len(grads) > 1:
                torch._foreach_copy_(grads, _cut(flat, grads))


def _present(bundle: Bundle) -> list[Tensor]:
    """Return a bundle's gradients where they are kept; a parameter that took no part gets zeros, for it may elsewhere."""
    if not bundle.is_narrow:
        for parameter in bundle.parameters:
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
    return bundle.grads()


def _send(grads: list[Tensor]) -> tuple[Tensor, Any]:
    flat = grads[0] if len(grads) == 1 else torch.cat([grad.reshape(-1) for grad in grads])
    return flat, dist.all_reduce(flat, async_op=True)


def _cut(flat: Tensor, like: Iterable[Tensor]) -> list[Tensor]:
    like = list(like)
    pieces = torch.split(flat, [t.numel() for t in like])
    return [piece.view(t.shape) for piece, t in zip(pieces, like, strict=True)]
