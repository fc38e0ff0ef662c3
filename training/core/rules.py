"""How weights move: Adam, SGD and Muon, each over a bundle of parameters and in one pass where torch has a kernel."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass

import torch
from torch import Tensor

from training.core.bundle import Bundle

ADAM_EPS = 1e-8
MUON_MOMENTUM = 0.95
MUON_STEPS = 5
MUON_EPS = 1e-7
QUINTIC = (3.4445, -4.7750, 2.0315)  # of the Newton-Schulz iteration (Jordan et al., 2024)


@dataclass
class Rule(ABC):
    """How one bundle moves. `state` holds what a checkpoint must keep, by name."""

    bundle: Bundle
    lr: float
    weight_decay: float
    state: dict[str, Tensor]

    def step(self, count: int, factor: float, divisor: Tensor | None = None) -> None:
        """Move the weights; `count` is the number of this step from 1, `factor` scales the learning rate.

        Gradients are divided by `divisor`, a scalar, on the way.
        """
        self.move(self.bundle.grads(), count, self.lr * factor, divisor)
        self.bundle.publish()

    @abstractmethod
    def move(self, grads: list[Tensor], count: int, lr: float, divisor: Tensor | None) -> None:
        """Change the weights by these gradients, which are cut as the bundle cuts."""

    def cut(self, name: str) -> list[Tensor]:
        return self.bundle.pieces(self.state[name])


class Adam(Rule):
    """Adam (Kingma and Ba, 2015); `decoupled` makes it AdamW (Loshchilov and Hutter, 2019)."""

    def __init__(
        self, bundle: Bundle, lr: float, weight_decay: float, betas: tuple[float, float], decoupled: bool
    ) -> None:
        state = {name: torch.zeros_like(bundle.weights) for name in ("exp_avg", "exp_avg_sq")}
        super().__init__(bundle, lr, weight_decay, state)
        self.betas, self._kernel = betas, torch._fused_adamw_ if decoupled else torch._fused_adam_

    def move(self, grads: list[Tensor], count: int, lr: float, divisor: Tensor | None) -> None:
        counted = torch.tensor(float(count), device=self.bundle.weights.device)
        self._kernel(
            self.bundle.pieces(self.bundle.weights),
            grads,
            self.cut("exp_avg"),
            self.cut("exp_avg_sq"),
            [],
            [counted] * len(grads),
            lr=lr,
            beta1=self.betas[0],
            beta2=self.betas[1],
            weight_decay=self.weight_decay,
            eps=ADAM_EPS,
            amsgrad=False,
            maximize=False,
            grad_scale=divisor,
        )


class Sgd(Rule):
    """Stochastic gradient descent with momentum (Sutskever et al., 2013) and coupled weight decay."""

    def __init__(self, bundle: Bundle, lr: float, weight_decay: float, momentum: float) -> None:
        super().__init__(bundle, lr, weight_decay, {"momentum": torch.zeros_like(bundle.weights)})
        self.momentum = momentum

    def move(self, grads: list[Tensor], count: int, lr: float, divisor: Tensor | None) -> None:
        torch._fused_sgd_(
            self.bundle.pieces(self.bundle.weights),
            grads,
            self.cut("momentum") if self.momentum else [],
            weight_decay=self.weight_decay,
            momentum=self.momentum,
            lr=lr,
            dampening=0.0,
            nesterov=False,
            maximize=False,
            is_first_step=False,
            grad_scale=divisor,
        )


class Muon(Rule):
    """Momentum orthogonalised by Newton-Schulz iterations (Jordan et al., 2024), for matrices of one shape, or stacks."""

    def __init__(self, bundle: Bundle, lr: float, weight_decay: float) -> None:
        super().__init__(bundle, lr, weight_decay, {"momentum": torch.zeros_like(bundle.weights)})
        *stacked, rows, columns = bundle.parameters[0].shape
        self.shape = (len(bundle.parameters) * math.prod(stacked), rows, columns)
        self.scale = math.sqrt(max(1.0, rows / columns))
        self.dtype = torch.bfloat16 if bundle.is_narrow else torch.float32  # of the iterations

    def move(self, grads: list[Tensor], count: int, lr: float, divisor: Tensor | None) -> None:
        if divisor is not None:
            torch._foreach_div_(grads, divisor)  # in place, as the kernels of the others do
        flat = grads[0].reshape(-1) if len(grads) == 1 else torch.cat([g.reshape(-1) for g in grads])
        velocity = self.state["momentum"].lerp_(flat, 1 - MUON_MOMENTUM)
        ahead = torch.lerp(flat, velocity, MUON_MOMENTUM)  # Nesterov
        if self.weight_decay:
            self.bundle.weights.mul_(1 - lr * self.weight_decay)
        update = orthogonalise(self.bundle.whole(ahead).view(self.shape), self.dtype)
        self.bundle.weights.add_(self.bundle.part(update.reshape(-1)), alpha=-lr * self.scale)


def orthogonalise(matrices: Tensor, dtype: torch.dtype = torch.float32) -> Tensor:
    """[n, r, c] -> [n, r, c] with singular values near one, singular vectors kept; computed in `dtype`."""
    a, b, c = QUINTIC
    tall = matrices.shape[1] > matrices.shape[2]
    x: Tensor = matrices.mT if tall else matrices
    x = (x / (x.norm(dim=(1, 2), keepdim=True) + MUON_EPS)).to(dtype)
    for _ in range(MUON_STEPS):
        gram = x @ x.mT
        x = torch.baddbmm(x, torch.baddbmm(gram, gram, gram, beta=b, alpha=c), x, beta=a)
    return x.mT if tall else x
