"""Weights of a model laid side by side, so that what moves them is a few large operations."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn


class Bundle:
    """Parameters as views of one buffer: `weights` fp32 [n], which the rules move.

    In fp32 the parameters are views of `weights`, and their gradients stay where autograd left them. In bf16 they are
    views of a copy, brought up to date by `publish`, and `gather` adds their gradients up in fp32.
    """

    def __init__(self, parameters: Sequence[nn.Parameter], dtype: torch.dtype) -> None:
        self.parameters = list(parameters)
        self.weights = torch.cat([p.detach().float().reshape(-1) for p in self.parameters])
        self.is_narrow = dtype != torch.float32
        self._shown = self.weights.to(dtype) if self.is_narrow else self.weights
        self._grads: Tensor | None = None  # of bf16, in fp32 [n]
        self._is_sum = False  # whether `_grads` holds a part of the next step's
        self.average: Tensor | None = None  # of the weights over the steps, where asked for
        for parameter, view in zip(self.parameters, self._views(self._shown), strict=True):
            parameter.data, parameter.grad = view, None

    def masters(self) -> list[Tensor]:
        """Return the fp32 weights of each parameter, as views."""
        return self._views(self.weights)

    def averages(self) -> list[Tensor]:
        """Return the averaged weights of each parameter, or the weights themselves where none are averaged."""
        return self._views(self.weights if self.average is None else self.average)

    def pieces(self, flat: Tensor) -> list[Tensor]:
        """Cut [n] as the gradients are cut: for each parameter in fp32, not at all in bf16."""
        return [flat] if self.is_narrow else self._views(flat)

    def gradients(self) -> list[Tensor | None]:
        """Return the gradient of each parameter as the last step applied it."""
        if not self.is_narrow:
            return [p.grad for p in self.parameters]
        return [None] * len(self.parameters) if self._grads is None else [*self._views(self._grads)]

    def use_up(self) -> None:
        """Say that a step has applied the gradients: the next ones are not added to them."""
        self._is_sum = False

    def zero_grad(self) -> None:
        self._is_sum = False
        for parameter in self.parameters:
            parameter.grad = None

    def gather(self) -> None:
        """In bf16, add what a backward pass left to the sum in fp32: k small batches lose no more than a large one."""
        if not self.is_narrow or all(p.grad is None for p in self.parameters):
            return
        if self._grads is None:
            self._grads = torch.empty_like(self.weights)
        if not self._is_sum and any(p.grad is None for p in self.parameters):
            self._grads.zero_()
        left = [(into, p.grad) for into, p in zip(self._views(self._grads), self.parameters, strict=True)]
        into, grads = zip(*((into, grad) for into, grad in left if grad is not None), strict=True)
        if self._is_sum:
            torch._foreach_add_(into, grads)
        else:
            torch._foreach_copy_(into, grads)
        self._is_sum = True
        for parameter in self.parameters:
            parameter.grad = None

    def grads(self) -> list[Tensor]:
        """Return the gradients in fp32, cut as `pieces` cuts. A parameter that took no part has zeros."""
        if self.is_narrow:
            self.gather()
            if self._grads is None or not self._is_sum:
                return [torch.zeros_like(self.weights)]
            return [self._grads]
        return [torch.zeros_like(p) if p.grad is None else p.grad for p in self.parameters]

    def publish(self) -> None:
        """Show the model the weights as they are now."""
        if self.is_narrow:
            self._shown.copy_(self.weights)

    def show(self, weights: Tensor) -> None:
        """Let the model compute with other weights [n] for a while; `publish` or `show(self.weights)` ends it."""
        if self.is_narrow:
            self._shown.copy_(weights)
        else:
            for parameter, view in zip(self.parameters, self._views(weights), strict=True):
                parameter.data = view

    def start_average(self) -> None:
        self.average = self.weights.clone()

    def update_average(self, decay: float) -> None:
        if self.average is not None:
            self.average.lerp_(self.weights, 1 - decay)

    def whole(self, flat: Tensor) -> Tensor:
        """Return all of what this process has [n] a part of; it has all where it trains alone."""
        return flat

    def part(self, flat: Tensor) -> Tensor:
        """Return of all [n] what this process works on."""
        return flat

    def _views(self, flat: Tensor) -> list[Tensor]:
        pieces = torch.split(flat, [p.numel() for p in self.parameters])
        return [piece.view(p.shape) for piece, p in zip(pieces, self.parameters, strict=True)]
