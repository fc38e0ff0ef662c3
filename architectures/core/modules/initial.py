"""How weights begin: normal with deviation 0.02, less where a branch rejoins the residual stream (Radford et al., 2019).

A module may name those of its Linear layers whose output rejoins the stream in a class attribute `rejoining`, and may
initialise the parameters that it holds itself in a method `reset(draw)`. Without one, its matrices are drawn, its
vectors called "bias" are zero, and other vectors stay as they were made.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

INIT_STD = 0.02


class Draw:
    """Draws on the CPU, so that a seed gives the same weights on every device."""

    def __init__(self, seed: int, n_layers: int) -> None:
        self.generator = torch.Generator().manual_seed(seed)
        self.residual_std = INIT_STD / math.sqrt(2 * n_layers)

    @torch.no_grad()
    def normal(self, weight: Tensor, std: float = INIT_STD) -> None:
        weight.copy_(torch.empty(weight.shape).normal_(0.0, std, generator=self.generator))

    @torch.no_grad()
    def uniform(self, weight: Tensor, low: float, high: float) -> None:
        weight.copy_(torch.empty(weight.shape).uniform_(low, high, generator=self.generator))


def draw_weights(model: nn.Module, seed: int, n_layers: int) -> None:
    """Draw every parameter of a model, module by module in their order."""
    draw, rejoining = Draw(seed, n_layers), set[int]()
    for module in model.modules():
        for name in getattr(type(module), "rejoining", ()):
            rejoining.add(id(getattr(module, name)))
        if hasattr(type(module), "reset"):  # of the class: a node of a design may be called "reset"
            module.reset(draw)  # type: ignore[operator]
        else:
            _draw_own(module, draw, draw.residual_std if id(module) in rejoining else INIT_STD)


@torch.no_grad()
def _draw_own(module: nn.Module, draw: Draw, std: float) -> None:
    for name, parameter in module.named_parameters(recurse=False):
        if parameter.dim() >= 2:
            draw.normal(parameter, std)
        elif name == "bias":
            parameter.zero_()
