"""Optimizers over flat buffers: the weights of a model lie side by side, so that a step is a few large operations.

`torch.optim` is not used because its first step loads `torch._dynamo`, a second and a half before the first metric.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from training.core.config import Optimisation

ADAM_EPS = 1e-8
MUON_MOMENTUM = 0.95
MUON_STEPS = 5
MUON_EPS = 1e-7
QUINTIC = (3.4445, -4.7750, 2.0315)  # of the Newton-Schulz iteration (Jordan et al., 2024)


class Bundle:
    """Parameters laid side by side: `weights` fp32 [n], which they are views of, and `grads` likewise.

    In bf16 the parameters are views of a copy in bf16, brought up to date by `publish`.
    """

    def __init__(self, parameters: Sequence[nn.Parameter], dtype: torch.dtype) -> None:
        self.parameters = list(parameters)
        self.weights = torch.cat([p.detach().float().reshape(-1) for p in self.parameters])
        self._shown = self.weights if dtype == torch.float32 else self.weights.to(dtype)
        self._grads = torch.zeros_like(self._shown)
        at = 0
        for parameter in self.parameters:
            here = slice(at, at + parameter.numel())
            parameter.data = self._shown[here].view(parameter.shape)
            parameter.grad = self._grads[here].view(parameter.shape)
            at = here.stop

    @property
    def grads(self) -> Tensor:
        """Gradients as fp32 [n]."""
        return self._grads.float()

    def masters(self) -> list[Tensor]:
        """Return the fp32 weights of each parameter, as views."""
        pieces = torch.split(self.weights, [p.numel() for p in self.parameters])
        return [piece.view(p.shape) for piece, p in zip(pieces, self.parameters, strict=True)]

    def zero_grad(self) -> None:
        self._grads.zero_()

    def scale_grad(self, factor: float) -> None:
        self._grads.mul_(factor)

    def publish(self) -> None:
        if self._shown is not self.weights:
            self._shown.copy_(self.weights)


@dataclass
class Rule(ABC):
    """How one bundle moves. `state` holds what a checkpoint must keep, by name."""

    bundle: Bundle
    lr: float
    weight_decay: float
    state: dict[str, Tensor]

    def step(self, count: int, factor: float) -> None:
        """Move the weights; `count` is the number of this step from 1, `factor` scales the learning rate."""
        self.move(self.bundle.grads, count, self.lr * factor)
        self.bundle.publish()

    @abstractmethod
    def move(self, grads: Tensor, count: int, lr: float) -> None:
        """Change the weights by these gradients."""

    def decay(self, lr: float) -> None:
        if self.weight_decay:
            self.bundle.weights.mul_(1 - lr * self.weight_decay)


class Adam(Rule):
    """Adam (Kingma and Ba, 2015); `decoupled` makes it AdamW (Loshchilov and Hutter, 2019)."""

    def __init__(
        self, bundle: Bundle, lr: float, weight_decay: float, betas: tuple[float, float], decoupled: bool
    ) -> None:
        state = {name: torch.zeros_like(bundle.weights) for name in ("exp_avg", "exp_avg_sq")}
        super().__init__(bundle, lr, weight_decay, state)
        self.betas, self.decoupled = betas, decoupled

    def move(self, grads: Tensor, count: int, lr: float) -> None:
        beta1, beta2 = self.betas
        weights, mean, square = self.bundle.weights, self.state["exp_avg"], self.state["exp_avg_sq"]
        if self.decoupled:
            self.decay(lr)
        elif self.weight_decay:
            grads = grads + self.weight_decay * weights
        mean.lerp_(grads, 1 - beta1)
        square.mul_(beta2).addcmul_(grads, grads, value=1 - beta2)
        divisor = square.sqrt().div_(math.sqrt(1 - beta2**count)).add_(ADAM_EPS)
        weights.addcdiv_(mean, divisor, value=-lr / (1 - beta1**count))


class Sgd(Rule):
    """Stochastic gradient descent with momentum (Sutskever et al., 2013) and coupled weight decay."""

    def __init__(self, bundle: Bundle, lr: float, weight_decay: float, momentum: float) -> None:
        super().__init__(bundle, lr, weight_decay, {"momentum": torch.zeros_like(bundle.weights)})
        self.momentum = momentum

    def move(self, grads: Tensor, count: int, lr: float) -> None:
        if self.weight_decay:
            grads = grads + self.weight_decay * self.bundle.weights
        velocity = self.state["momentum"].mul_(self.momentum).add_(grads)
        self.bundle.weights.add_(velocity, alpha=-lr)


class Muon(Rule):
    """Momentum orthogonalised by Newton-Schulz iterations (Jordan et al., 2024), for matrices of one shape, or stacks."""

    def __init__(self, bundle: Bundle, lr: float, weight_decay: float) -> None:
        super().__init__(bundle, lr, weight_decay, {"momentum": torch.zeros_like(bundle.weights)})
        *stacked, rows, columns = bundle.parameters[0].shape
        self.shape = (len(bundle.parameters) * math.prod(stacked), rows, columns)
        self.scale = math.sqrt(max(1.0, rows / columns))

    def move(self, grads: Tensor, count: int, lr: float) -> None:
        velocity = self.state["momentum"].lerp_(grads, 1 - MUON_MOMENTUM)
        ahead = torch.lerp(grads, velocity, MUON_MOMENTUM)  # Nesterov
        self.decay(lr)
        update = orthogonalise(ahead.view(self.shape))
        self.bundle.weights.add_(update.reshape(-1), alpha=-lr * self.scale)


def orthogonalise(matrices: Tensor) -> Tensor:
    """[n, r, c] -> [n, r, c] with singular values near one, singular vectors kept."""
    a, b, c = QUINTIC
    tall = matrices.shape[1] > matrices.shape[2]
    x: Tensor = matrices.mT if tall else matrices
    x = x / (x.norm(dim=(1, 2), keepdim=True) + MUON_EPS)
    for _ in range(MUON_STEPS):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.mT if tall else x


class Optimizer:
    """All weights of a model, each moved by its rule."""

    def __init__(self, model: nn.Module, options: Optimisation, dtype: torch.dtype) -> None:
        self.rules = rules_for(model, options, dtype)
        self.count = 0
        masters = {
            id(p): master
            for rule in self.rules
            for p, master in zip(rule.bundle.parameters, rule.bundle.masters(), strict=True)
        }
        self.masters = {name: masters[id(p)] for name, p in model.named_parameters()}

    def zero_grad(self) -> None:
        for rule in self.rules:
            rule.bundle.zero_grad()

    def clip_grad(self, limit: float) -> float:
        """Return the norm of all gradients; scale them down to `limit` if that is above 0 and exceeded."""
        norm = math.sqrt(sum(float(rule.bundle.grads.square().sum()) for rule in self.rules))
        if limit and math.isfinite(norm) and norm > limit:
            for rule in self.rules:
                rule.bundle.scale_grad(limit / norm)
        return norm

    @torch.no_grad()
    def step(self, factor: float) -> None:
        """Move every weight, at `factor` times the peak learning rate."""
        self.count += 1
        for rule in self.rules:
            rule.step(self.count, factor)

    def state(self) -> dict[str, Tensor]:
        """Return what a checkpoint must keep besides the weights and `count`."""
        return {f"{n}.{name}": t for n, rule in enumerate(self.rules) for name, t in rule.state.items()}

    @torch.no_grad()
    def load(self, weights: Mapping[str, Tensor], state: Mapping[str, Tensor], count: int) -> None:
        """Take up what a checkpoint kept. Raises KeyError or RuntimeError if it is of another model."""
        for name, master in self.masters.items():
            master.copy_(weights[name])
        for name, tensor in self.state().items():
            tensor.copy_(state[name])
        for rule in self.rules:
            rule.bundle.publish()
        self.count = count


def rules_for(model: nn.Module, options: Optimisation, dtype: torch.dtype) -> list[Rule]:
    """Sort the parameters into bundles. Only parameters of two and more axes decay."""
    everything = [p for p in model.parameters() if p.requires_grad]
    stacks = _matrices(model) if options.optimizer == "muon" else []
    taken = {id(p) for stack in stacks for p in stack}
    rules: list[Rule] = [
        Muon(Bundle(stack, dtype), options.muon_lr, options.weight_decay) for stack in stacks
    ]
    rest = [p for p in everything if id(p) not in taken]
    for chosen, decay in ((_with_axes(rest, many=True), options.weight_decay), (_with_axes(rest), 0.0)):
        if chosen:
            rules.append(_plain(Bundle(chosen, dtype), decay, options))
    return rules


def _plain(bundle: Bundle, decay: float, options: Optimisation) -> Rule:
    if options.optimizer == "sgd":
        return Sgd(bundle, options.lr, decay, options.momentum)
    return Adam(bundle, options.lr, decay, options.betas, decoupled=options.optimizer != "adam")


def _with_axes(parameters: Iterable[nn.Parameter], *, many: bool = False) -> list[nn.Parameter]:
    return [p for p in parameters if (p.dim() > 1) == many]


def _matrices(model: nn.Module) -> list[list[nn.Parameter]]:
    """Return the weights of linear maps by shape. Tables (embeddings, heads) are not linear maps inside.

    A module may name parameters that are stacks of matrices, [n, r, c], in a class attribute `matrix_stacks`.
    """
    stacks: dict[torch.Size, dict[int, nn.Parameter]] = {}
    for module in model.modules():
        names = ["weight"] if isinstance(module, nn.Linear) else getattr(type(module), "matrix_stacks", ())
        for weight in (getattr(module, name) for name in names):
            if isinstance(weight, nn.Parameter) and weight.requires_grad:
                stacks.setdefault(weight.shape, {})[id(weight)] = weight
    return [list(stack.values()) for stack in stacks.values()]
