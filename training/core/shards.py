"""Fully sharded data parallel (FSDP2): each process holds its rows of every parameter, gradient and moment.

FSDP2 gathers a layer's weights for the time of its pass and gives each process its rows of the summed gradients; the
optimizer moves the rows that this process holds. Muon needs whole matrices: the directions are gathered for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import FSDPModule, MixedPrecisionPolicy, fully_shard, register_fsdp_forward_method
from torch.distributed.tensor import DTensor

from training.core.bundle import Bundle
from training.core.config import Optimisation
from training.core.norms import Blocked
from training.core.optim import Optimizer
from training.core.parallel import Many


class Shards(Many):
    """One of the processes that hold a model together."""

    def prepare(self, model: nn.Module, dtype: torch.dtype) -> nn.Module:
        """Shard every layer by itself, and what lies outside of layers together."""
        self.share(model)
        mesh = init_device_mesh(self.device.type, (self.size,))
        policy = MixedPrecisionPolicy(param_dtype=dtype, reduce_dtype=torch.float32)
        for unit in [*layers(model), model]:
            fully_shard(unit, mesh=mesh, mp_policy=policy, reshard_after_forward=True)
        for module in model.modules():
            if isinstance(module, FSDPModule):
                module.set_gradient_divide_factor(1.0)  # the losses are shares of the whole batch's already
                module.set_force_sum_reduction_for_comms(True)
        for method in ("hidden", "logits"):
            if hasattr(model, method):
                register_fsdp_forward_method(model, method)
        return model

    def optimizer(self, model: nn.Module, options: Optimisation, dtype: torch.dtype) -> Optimizer:
        return ShardedOptimizer(model, options, dtype)

    def writer(self, model: nn.Module) -> Any:
        return Agreed(model)

    def own(self, tensor: Tensor) -> Tensor:
        return local(tensor)

    def join_norms(self, norms: Tensor) -> Tensor:
        return self.total(norms.square()).sqrt()


class Agreed:
    """A model whose every process reads the logits of the first: all of them must choose the same token."""

    def __init__(self, model: Any) -> None:
        self.model, self.new_cache = model, model.new_cache

    def __call__(self, ids: Tensor, cache: Any = None) -> Tensor:
        logits: Tensor = self.model(ids, cache).contiguous()
        dist.broadcast(logits, 0)
        return logits


def layers(model: nn.Module) -> list[nn.Module]:
    """Return the modules that are numbered parts of a model, as `layers.0`: the innermost ones."""
    names = dict[str, None]()
    for path in model.blocks() if isinstance(model, Blocked) else ():
        parts = path.split(".")
        numbered = [n for n, part in enumerate(parts) if part.isdigit()]
        if numbered:
            names[".".join(parts[: numbered[-1] + 1])] = None
    return [model.get_submodule(name) for name in names]


def local(tensor: Tensor) -> Tensor:
    """Return the rows that this process holds."""
    return tensor.to_local() if isinstance(tensor, DTensor) else tensor


def rows(n: int, rank: int, size: int) -> tuple[int, int]:
    """Return where a process's rows of `n` begin and end: as `torch.chunk` cuts, the last ones may be few or none."""
    each = -(-n // size)
    return min(rank * each, n), min((rank + 1) * each, n)


class ShardedBundle(Bundle):
    """The rows of some parameters that this process holds, side by side. FSDP2 holds them too, for its passes."""

    def __init__(self, parameters: Sequence[nn.Parameter], dtype: torch.dtype) -> None:
        self.parameters = list(parameters)
        self.rank, self.size = dist.get_rank(), dist.get_world_size()
        self.shapes = [local(p.data).shape for p in self.parameters]
        self.weights = torch.cat([local(p.data).float().reshape(-1) for p in self.parameters])
        self.is_narrow = dtype != torch.float32  # what FSDP2 computes with; here all is fp32
        self.average: Tensor | None = None
        self._grads: Tensor | None = None
        self._is_sum = False

    def pieces(self, flat: Tensor) -> list[Tensor]:
        return [flat]

    def gradients(self) -> list[Tensor | None]:
        return [None] * len(self.parameters) if self._grads is None else [*self._views(self._grads)]

    def zero_grad(self) -> None:
        super().zero_grad()
        self._grads = None

    def gather(self) -> None:
        """FSDP2 has added them up, in fp32."""

    def grads(self) -> list[Tensor]:
        if self._grads is None:
            found = zip(self.parameters, self._views(self.weights), strict=True)
            parts = [torch.zeros_like(v) if p.grad is None else local(p.grad).float() for p, v in found]
            self._grads = torch.cat([part.reshape(-1) for part in parts])
        return [self._grads]

    def publish(self) -> None:
        self.show(self.weights)

    @torch.no_grad()
    def show(self, weights: Tensor) -> None:
        for parameter, view in zip(self.parameters, self._views(weights), strict=True):
            local(parameter.data).copy_(view)

    def whole(self, flat: Tensor) -> Tensor:
        parts = [torch.empty_like(self._padded(flat)) for _ in range(self.size)]
        dist.all_gather(parts, self._padded(flat))
        return self._assembled(parts)

    def part(self, flat: Tensor) -> Tensor:
        return torch.cat([t.reshape(-1) for t in self._own([*self._whole_views(flat)])])

    def kept(self, flat: Tensor) -> Tensor:
        """Return all of what this process has a part of, on the CPU, in the first process; nothing in the others."""
        padded = self._padded(flat).cpu()
        parts = [torch.empty_like(padded) for _ in range(self.size)] if self.rank == 0 else None
        dist.gather(padded, parts)
        return torch.empty(0) if parts is None else self._assembled(parts)

    def kept_views(self, flat: Tensor) -> list[Tensor]:
        """Return the same, cut into parameters."""
        whole = self.kept(flat)
        return self._whole_views(whole) if self.rank == 0 else [whole] * len(self.parameters)

    def _own(self, whole: Sequence[Tensor]) -> list[Tensor]:
        return [t[slice(*rows(len(t), self.rank, self.size))] for t in whole]

    def _lengths(self, rank: int) -> list[int]:
        """Return how many numbers of each parameter a process holds."""
        ranges = [rows(p.shape[0], rank, self.size) for p in self.parameters]
        return [
            (b - a) * (p.numel() // p.shape[0]) for (a, b), p in zip(ranges, self.parameters, strict=True)
        ]

    def _padded(self, flat: Tensor) -> Tensor:
        longest = sum(self._lengths(0))
        return torch.cat([flat, flat.new_zeros(longest - len(flat))])

    def _assembled(self, parts: Sequence[Tensor]) -> Tensor:
        lengths = [self._lengths(rank) for rank in range(self.size)]
        cut = [torch.split(part[: sum(n)], n) for part, n in zip(parts, lengths, strict=True)]
        return torch.cat([piece for parameter in zip(*cut, strict=True) for piece in parameter])

    def _whole_views(self, flat: Tensor) -> list[Tensor]:
        pieces = torch.split(flat, [p.numel() for p in self.parameters])
        return [piece.view(p.shape) for piece, p in zip(pieces, self.parameters, strict=True)]

    def _views(self, flat: Tensor) -> list[Tensor]:
        pieces = torch.split(flat, [shape.numel() for shape in self.shapes])
        return [piece.view(shape) for piece, shape in zip(pieces, self.shapes, strict=True)]


class ShardedOptimizer(Optimizer):
    """Moves what this process holds. What it keeps is whole, so that any number of processes may go on from it."""

    bundle = ShardedBundle
    bundles: list[ShardedBundle]  # type: ignore[assignment]

    def __init__(self, model: nn.Module, options: Optimisation, dtype: torch.dtype) -> None:
        super().__init__(model, options, dtype)
        places = {
            id(p): (b, n) for b, bundle in enumerate(self.bundles) for n, p in enumerate(bundle.parameters)
        }
        self._where = {name: places[id(p)] for name, p in model.named_parameters()}

    def grad_norm(self) -> Tensor:
        squares = [grad.square().sum() for bundle in self.bundles for grad in bundle.grads()]
        whole = torch.stack(squares).sum()
        dist.all_reduce(whole)
        return whole.sqrt()

    def weights(self) -> dict[str, Tensor]:
        return self._kept([b.weights for b in self.bundles])

    def averaged_weights(self) -> dict[str, Tensor]:
        return self._kept([b.weights if b.average is None else b.average for b in self.bundles])

    def _kept(self, flats: list[Tensor]) -> dict[str, Tensor]:
        views = [bundle.kept_views(flat) for bundle, flat in zip(self.bundles, flats, strict=True)]
        return {name: views[b][n] for name, (b, n) in self._where.items()}

    def state(self) -> dict[str, Tensor]:
        return {name: self._bundle_of(name).kept(t) for name, t in super().state().items()}

    @torch.no_grad()
    def load(self, weights: Mapping[str, Tensor], state: Mapping[str, Tensor], count: int) -> None:
        for name, master in self.masters.items():
            whole = weights[name]
            master.copy_(whole[slice(*rows(len(whole), dist.get_rank(), dist.get_world_size()))])
        for name, tensor in super().state().items():
            tensor.copy_(self._bundle_of(name).part(state[name].to(tensor.device)))
        for bundle in self.bundles:
            bundle.publish()
        self.count = count

    def _bundle_of(self, name: str) -> ShardedBundle:
        return self.bundles[int(name.partition(".")[0])]
