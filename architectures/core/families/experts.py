"""What families with experts share: the MoE node, which layers have one, and how the experts' tensors are named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from architectures.core.families.base import unlike
from architectures.core.families.config import PUBLISHED_ACTIVATIONS, Config
from architectures.core.families.documents import Node, listed
from architectures.core.families.llamas import L
from architectures.core.families.parts import Parts
from architectures.core.families.weights import WHOLE, Fused, Rule, Stacked

AUX_LOSS_COEF = 0.001  # where a configuration says nothing
Patterns = list[dict[str, Any]]


def moe(
    config: Config, n_experts: int, d_expert: int, *, aux: str = "router_aux_loss_coef", **options: Any
) -> Node:
    """Return a MoE; options that are None or False are left out. `aux` is the key of the balancing loss's weight."""
    kept = {key: value for key, value in options.items() if value not in (None, False)}
    coefficient = config.number(aux, AUX_LOSS_COEF)
    return {"type": "MoE", "n_experts": n_experts, "d_expert": d_expert, "aux_loss_coef": coefficient, **kept}


def some_sparse(sparse: Sequence[bool], dense: Node, experts: Node) -> tuple[Node, Patterns]:
    """Return the feed-forward network to draw, and the pattern of the layers that have the experts in its place."""
    if all(sparse):
        return experts, []
    if not any(sparse):
        return dense, []
    names = ["moe" if is_sparse else "dense" for is_sparse in sparse]
    return dense, listed(names, {"moe": {"ffn": experts}})


def every_step(config: Config) -> list[bool]:
    """Which layers have experts, in the way of Qwen: every n-th, but for those that are listed."""
    step = config.integer("decoder_sparse_step", 1, least=1)
    dense = config.integers("mlp_only_layers", [])
    return [(i + 1) % step == 0 and i not in dense for i in range(config.n_layers)]


def from_layer(config: Config, key: str, default: int) -> list[bool]:
    """Which layers have experts, in the way of DeepSeek: all from one on."""
    first = config.integer(key, default)
    return [i >= first for i in range(config.n_layers)]


def experts_of(parts: Parts) -> Any:
    """Return the first layer's MoE that there is. Raises FamilyError if there is none."""
    found = parts.of_type("ffn", "MoE")
    if not found:
        raise unlike("MoE")
    return found[0]


def is_sparse(parts: Parts) -> list[bool]:
    return [type(layer["ffn"]).__name__ == "MoE" for layer in parts.layers]


def steps_written(parts: Parts) -> dict[str, Any]:
    """Return the keys of Qwen that tell which layers have experts: every n-th where that is so, else a list of others."""
    sparse = is_sparse(parts)
    step = sparse.index(True) + 1 if any(sparse) else 1
    if sparse != [(i + 1) % step == 0 for i in range(len(sparse))]:
        return {"decoder_sparse_step": 1, "mlp_only_layers": [i for i, s in enumerate(sparse) if not s]}
    return {"decoder_sparse_step": step, "mlp_only_layers": []}


def first_written(parts: Parts) -> int:
    """Return the number of dense layers before the first one with experts; what follows is compared by the caller."""
    sparse = is_sparse(parts)
    return sparse.index(True) if any(sparse) else len(sparse)


def activation_of(parts: Parts) -> str:
    return PUBLISHED_ACTIVATIONS[experts_of(parts).activation]


def single_experts(
    root: str, names: tuple[str, str, str] = ("gate_proj", "up_proj", "down_proj"), router: str = "gate"
) -> list[Rule]:
    """Rules for experts that are stored one by one, as published, or else fused, as a model holds them in memory."""
    ours, theirs = "layers.{i}.ffn.", f"{L}{root}."
    pairs = zip(("w_gate", "w_up", "w_down"), names, strict=True)
    return [
        Rule(f"{ours}router", f"{theirs}{router}"),
        *(Stacked(ours + mine, f"{theirs}experts.{{e}}.{name}.weight") for mine, name in pairs),
        Fused(f"{ours}<w_gate,w_up>", f"{theirs}experts.gate_up_proj", WHOLE, axis=1),
        Rule(f"{ours}w_down", f"{theirs}experts.down_proj", WHOLE),
    ]


def shared_expert(root: str, name: str) -> list[Rule]:
    """Rules for the expert that every token uses."""
    return [
        Rule(f"layers.{{i}}.ffn.shared.{part}", f"{L}{root}.{name}.{part}_proj")
        for part in ("gate", "up", "down")
    ]
