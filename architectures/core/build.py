"""From a design to a PyTorch model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from architectures.core.blocks import Env
from architectures.core.design import Design
from architectures.core.errors import DesignError
from architectures.core.graph import GraphPlan, NodePlan, planned
from architectures.core.limits import context_limit, vocabulary
from architectures.core.modules.context import Cache, Context
from architectures.core.modules.initial import draw_weights


class Graph(nn.Module):
    """The nodes of a scope, computed in order. Children carry the names of the design's nodes."""

    def __init__(self, plan: GraphPlan, env: Env) -> None:
        super().__init__()
        self.steps = [(node.name, node.inputs) for node in plan.nodes.values()]
        self.last = plan.last
        for node in plan.nodes.values():
            self._modules[node.name] = make(node, env)

    def __setattr__(self, name: str, value: Any) -> None:
        """Keep the graph's own facts apart from its nodes, so that a node may be called "training" or "tied"."""
        object.__setattr__(self, name, value)

    def forward(self, x: Tensor, ctx: Context, until: str | None = None) -> Tensor:
        """Compute the scope, or what flows into the node `until`."""
        values = {"in": x}
        for name, inputs in self.steps:
            if name == until:
                return values[inputs[0]]
            module = self._modules[name]
            if module is not None:
                values[name] = module(*(values[i] for i in inputs), ctx=ctx)
        return values[self.last]


class Layers(nn.Module):
    """A Repeat: its layers one after the other, each with weights of its own."""

    def __init__(self, node: NodePlan, env: Env) -> None:
        super().__init__()
        for index, variant in enumerate(node.layers):
            self._modules[str(index)] = Graph(node.variants[variant], env)

    def forward(self, x: Tensor, ctx: Context) -> Tensor:
        for layer in self._modules.values():
            if layer is not None:
                x = layer(x, ctx=ctx)
        return x


def _blocks(scope: nn.Module, prefix: str) -> Iterator[tuple[str, nn.Module]]:
    for name, module in scope.named_children():
        if isinstance(module, Graph | Layers):
            yield from _blocks(module, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", module


def make(node: NodePlan, env: Env) -> nn.Module:
    return Layers(node, env) if node.block.container else node.block.make(node.width, env)


class LanguageModel(Graph):
    """ids [B, T] -> logits [B, T, V]. `tied` maps the name of each shared tensor to the one it is the same as."""

    def __init__(self, plan: GraphPlan, env: Env, context_length: int | None) -> None:
        super().__init__(plan, env)
        self.context_length = context_length
        self.vocab_size = plan.nodes[plan.last].signal.width
        self.n_layers = sum(len(n.layers) for n, _ in plan.walk() if n.block.container) or 1
        self.tied: dict[str, str] = {}
        for node in plan.nodes.values():
            target = getattr(node.block, "tie_to", None)
            if target is not None:
                self._modules[node.name].weight = self._modules[target].weight  # type: ignore[union-attr]
                self.tied[f"{node.name}.weight"] = f"{target}.weight"
        # Listed once: each step asks all of them, and walking through a tree takes longer than that.
        self.parts = {path: module for path, module in self.named_modules() if module is not self}

    def forward(self, ids: Tensor, cache: Cache | None = None) -> Tensor:  # type: ignore[override]
        """Return logits [B, T, V]. With a cache, `ids` are the new tokens alone. Raises DesignError("cache_full")."""
        if cache is not None:
            cache.check(ids.shape[1])
        logits = super().forward(ids, Context.of(ids, cache))
        if cache is not None:
            cache.length += ids.shape[1]
        return logits

    def hidden(self, ids: Tensor) -> Tensor:
        """Return what the head reads, [B, T, C]."""
        return super().forward(ids, Context.of(ids), until=self.last)

    def logits(self, hidden: Tensor) -> Tensor:
        """Apply the head alone to some tokens: [N, C] -> [N, V]."""
        head = self._modules[self.last]
        assert head is not None  # noqa: S101 (the last node of a plan is its head)
        return head(hidden, ctx=Context.of(hidden[:1, :1]))  # type: ignore[no-any-return]

    def new_cache(self, batch_size: int, max_length: int) -> Cache:
        return Cache(batch_size, max_length)

    def auxiliary_loss(self) -> Tensor | None:
        """Return what the modules add to the loss of the last pass in training, a scalar; None if nothing."""
        losses = [vars(m).get("auxiliary_loss") for m in self.parts.values()] if self.training else []
        found = [loss for loss in losses if isinstance(loss, Tensor)]
        return torch.stack(found).sum() if found else None

    def expert_load(self) -> dict[str, Tensor]:
        """Return by path, as `layers.0.ffn`, each expert's share [n_experts] of the last pass in training."""
        loads = {path: vars(m).get("load") for path, m in self.parts.items()}
        return {path: load for path, load in loads.items() if isinstance(load, Tensor)}

    def blocks(self) -> dict[str, nn.Module]:
        """Return the module of every node by its path, as `layers.0.attn`, in the order of the design."""
        return dict(_blocks(self, ""))

    def after_step(self) -> None:
        """Let modules that adjust something by themselves do so, once all gradients of a step are taken."""
        for module in self.parts.values():
            if hasattr(type(module), "after_step"):  # of the class: a node may be called "after_step"
                module.after_step()

    def init_weights(self, seed: int) -> None:
        """Draw all weights; see `modules/initial.py`."""
        draw_weights(self, seed, self.n_layers)


def build(
    design: Design, *, vocab_size: int | None = None, device: torch.device | str | None = None
) -> LanguageModel:
    """Build a design with weights drawn from seed 0 (none on "meta"). Raises DesignError with the first fault."""
    plan, env = planned(design, vocab_size)
    for found in vocabulary(plan, vocab_size):
        if found.severity == "error":
            raise DesignError(found.code, found.values, found.path, found.attr)
    with torch.device(device or "cpu"):
        model = LanguageModel(plan, env, context_limit(design, plan))
    if str(device) != "meta":
        model.init_weights(0)
    return model
