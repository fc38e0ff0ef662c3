"""The optimizer of a model: every weight moved by one rule.

`torch.optim` is not used because its first step loads `torch._dynamo`, a second and a half before the first metric; its
fused kernels are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from training.core.bundle import Bundle
from training.core.config import Optimisation
from training.core.rules import Adam, Muon, Rule, Sgd, orthogonalise

EMA_START = 10  # steps: before many have been made, the average follows the weights more closely

__all__ = ["Muon", "Optimizer", "orthogonalise", "rules_for"]


class Optimizer:
    """All weights of a model, each moved by its rule, and their average over the steps where one is asked for."""

    bundle: type[Bundle] = Bundle

    def __init__(self, model: nn.Module, options: Optimisation, dtype: torch.dtype) -> None:
        self.rules = rules_for(model, options, dtype, self.bundle)
        self.bundles = [rule.bundle for rule in self.rules]
        self.count, self.ema_decay = 0, options.ema_decay
        muon = {"muon_lr": options.muon_lr} if any(isinstance(rule, Muon) for rule in self.rules) else {}
        self.peak_rates = {"lr": options.lr, **muon}
        if self.ema_decay is not None:
            for bundle in self.bundles:
                bundle.start_average()
        self.masters = self._named(model, [bundle.masters() for bundle in self.bundles])
        self.averages = self._named(model, [bundle.averages() for bundle in self.bundles])
        self._place = {id(p): (bundle, n) for bundle in self.bundles for n, p in enumerate(bundle.parameters)}

    def _named(self, model: nn.Module, views: list[list[Tensor]]) -> dict[str, Tensor]:
        found = {
            id(p): view
            for bundle, ours in zip(self.bundles, views, strict=True)
            for p, view in zip(bundle.parameters, ours, strict=True)
        }
        return {name: found[id(p)] for name, p in model.named_parameters()}

    def zero_grad(self) -> None:
        for bundle in self.bundles:
            bundle.zero_grad()

    def gather(self) -> None:
        """Take in the gradients of one of several backward passes."""
        for bundle in self.bundles:
            bundle.gather()

    def grad_norm(self) -> Tensor:
        """Return the norm of all gradients, a scalar on their device."""
        grads = [grad for bundle in self.bundles for grad in bundle.grads()]
        norm: Tensor = torch.linalg.vector_norm(torch.stack(torch._foreach_norm(grads)))
        return norm

    def gradient(self, parameter: nn.Parameter) -> Tensor | None:
        """Return the gradient of a parameter, as the last step applied it; None before there was a step."""
        bundle, n = self._place[id(parameter)]
        return bundle.gradients()[n]

    def rates(self, factor: float) -> dict[str, float]:
        """Return the learning rates of a step: `lr`, and `muon_lr` where matrices have one of their own."""
        return {name: rate * factor for name, rate in self.peak_rates.items()}

    @torch.no_grad()
    def step(self, factor: float, divisor: float | None = None) -> None:
        """Move every weight, at `factor` times the peak learning rate; `divisor` shortens the gradients."""
        self.count += 1
        device = self.bundles[0].weights.device
        shortening = None if divisor is None else torch.tensor(divisor, device=device)
        for rule in self.rules:
            rule.step(self.count, factor, shortening)
            if self.ema_decay is not None:
                rule.bundle.update_average(min(self.ema_decay, self.count / (self.count + EMA_START)))
            rule.bundle.use_up()

    @contextmanager
    def averaged(self) -> Iterator[None]:
        """Let the model compute with the averaged weights for a while, where there are such."""
        for bundle in self.bundles:
            if bundle.average is not None:
                bundle.show(bundle.average)
        try:
            yield
        finally:
            for bundle in self.bundles:
                if bundle.average is not None:
                    bundle.show(bundle.weights)

    def weights(self) -> dict[str, Tensor]:
        """Return the fp32 weights by name, whole, as a checkpoint keeps them."""
        return self.masters

    def averaged_weights(self) -> dict[str, Tensor]:
        """Return the averaged weights by name, whole; the weights where none are averaged."""
        return self.averages

    def state(self) -> dict[str, Tensor]:
        """Return what a checkpoint must keep besides the weights and `count`."""
        kept = {f"{n}.{name}": t for n, rule in enumerate(self.rules) for name, t in rule.state.items()}
        averages = {f"{n}.average": b.average for n, b in enumerate(self.bundles) if b.average is not None}
        return kept | averages

    @torch.no_grad()
    def load(self, weights: Mapping[str, Tensor], state: Mapping[str, Tensor], count: int) -> None:
        """Take up what a checkpoint kept. Raises KeyError or RuntimeError if it is of another model."""
        for name, master in self.masters.items():
            master.copy_(weights[name])
        for name, tensor in self.state().items():
            tensor.copy_(state[name])
        for bundle in self.bundles:
            bundle.publish()
        self.count = count


def rules_for(
    model: nn.Module, options: Optimisation, dtype: torch.dtype, bundle: type[Bundle] = Bundle
) -> list[Rule]:
    """Sort the parameters into bundles. Only matrices decay: no biases and no gains, those of a head or an expert too."""
    everything = [p for p in model.parameters() if p.requires_grad]
    stacks = _matrices(model) if options.optimizer == "muon" else []
    taken = {id(p) for stack in stacks for p in stack}
    rules: list[Rule] = [
        Muon(bundle(stack, dtype), options.muon_lr, options.weight_decay) for stack in stacks
    ]
    rest = [p for p in everything if id(p) not in taken]
    vectors = _vectors(model)
    for decay, are_vectors in ((options.weight_decay, False), (0.0, True)):
        chosen = [p for p in rest if (id(p) in vectors) == are_vectors]
        if chosen:
            rules.append(_plain(bundle(chosen, dtype), decay, options))
    return rules


def _plain(bundle: Bundle, decay: float, options: Optimisation) -> Rule:
    if options.optimizer == "sgd":
        return Sgd(bundle, options.lr, decay, options.momentum)
    return Adam(bundle, options.lr, decay, options.betas, decoupled=options.optimizer != "adam")


def _vectors(model: nn.Module) -> set[int]:
    """Return the ids of the parameters that are no matrices: those with one axis or none, and those that a module names
    in a class attribute `vectors` because it has several of them in one."""
    named = [
        getattr(module, name, None)
        for module in model.modules()
        for name in getattr(type(module), "vectors", ())
    ]
    return {id(p) for p in named if p is not None} | {id(p) for p in model.parameters() if p.dim() < 2}


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
