"""How large the weights, the gradients and the activations of each block are, told at evaluations."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Protocol, runtime_checkable

import torch
from torch import Tensor, nn

from training.core.evaluation import evaluating
from training.core.world import World

DIGITS = 5  # significant, of a norm
MOST_BLOCKS = 512  # told of one model
SEQUENCES = 2  # whose activations are looked at


@runtime_checkable
class Blocked(Protocol):
    """A model that knows its blocks by path, as `layers.0.attn`."""

    def blocks(self) -> Mapping[str, nn.Module]: ...


def norm_facts(
    model: nn.Module,
    ids: Tensor,
    gradient: Callable[[nn.Parameter], Tensor | None] = lambda p: p.grad,
    world: World | None = None,
) -> dict[str, dict[str, float]]:
    """Return `weight`, `gradient` and `activation` by block path; nothing of a model without blocks.

    Weights and gradients (`gradient` gives that of a parameter) are L2 norms of all of a block; activations
    are the root mean square of its output for `ids` [B, T]. A block without weights has an activation alone;
    a model that has not stepped has no gradients.
    """
    if not isinstance(model, Blocked):
        return {}
    blocks = _looked_at(model)
    weights = {path: list(block.parameters()) for path, block in blocks.items()}
    gradients = {
        path: [grad for p in own if (grad := gradient(p)) is not None] for path, own in weights.items()
    }
    facts = {
        "weight": norms(weights, world),
        "gradient": norms(gradients, world),
        "activation": activations(model, blocks, ids),
    }
    return {kind: values for kind, values in facts.items() if values}


def matrices(model: nn.Module) -> dict[str, list[nn.Parameter]]:
    """Return the weights of two and more axes of each block that has such, by its path."""
    if not isinstance(model, Blocked):
        return {}
    found = {
        path: [p for p in block.parameters() if p.dim() > 1] for path, block in _looked_at(model).items()
    }
    return {path: own for path, own in found.items() if own}


def matrix_gradients(
    model: nn.Module, gradient: Callable[[nn.Parameter], Tensor | None], world: World | None = None
) -> dict[str, float]:
    """Return the L2 norm of the gradients of each block's matrices, by its path; {} of a model that has not stepped."""
    found = {
        path: [grad for p in own if (grad := gradient(p)) is not None]
        for path, own in matrices(model).items()
    }
    return norms(found, world)


def _looked_at(model: Blocked) -> dict[str, nn.Module]:
    return dict(list(model.blocks().items())[:MOST_BLOCKS])


def norms(tensors: Mapping[str, list[Any]], world: World | None = None) -> dict[str, float]:
    """Return the L2 norm of all tensors under each name. Names without tensors are left out."""
    world = world or World()
    held = {name: own for name, own in tensors.items() if own}
    if not held:
        return {}
    parts = [torch.stack([world.own(t).detach().float().norm() for t in ts]).norm() for ts in held.values()]
    return dict(zip(held, rounded(world.join_norms(torch.stack(parts))), strict=True))


def activations(model: nn.Module, blocks: Mapping[str, nn.Module], ids: Tensor) -> dict[str, float]:
    """Return the root mean square of what each block gives for `ids` [B, T], of which two sequences are taken."""
    seen: dict[str, Tensor] = {}

    def look(path: str) -> Callable[..., None]:
        def hook(_module: nn.Module, _inputs: Any, output: Any) -> None:
            if isinstance(output, Tensor):
                seen[path] = output.detach().float().pow(2).mean().sqrt()

        return hook

    hooks = [block.register_forward_hook(look(path)) for path, block in blocks.items()]
    try:
        with evaluating(model):
            model(ids[:SEQUENCES])
    finally:
        for handle in hooks:
            handle.remove()
    return dict(zip(seen, rounded(torch.stack(list(seen.values()))), strict=True)) if seen else {}


def rounded(values: Tensor) -> list[float]:
    """Return the values [n] with as many digits as a chart can show."""
    return [float(f"{v:.{DIGITS}g}") if math.isfinite(v) else v for v in values.tolist()]
