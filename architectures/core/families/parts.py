"""A design taken apart into the roles that published models have: embedding, layers of norms, mixer and feed-forward,
final norm and head. What does not fall into these roles is of no published family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from architectures.core.blocks import Block
from architectures.core.design import Design
from architectures.core.graph import GraphPlan, NodePlan
from architectures.core.limits import context_limit

Roles = dict[str, str]  # role -> the node's name in the design


@dataclass(frozen=True)
class Parts:
    """The blocks of a design by role. `layers` has one mapping for each layer."""

    d_model: int
    vocab_size: int
    context_length: int
    tied: bool
    top: Mapping[str, Block]  # tok, pos, norm0, norm, head
    layers: tuple[Mapping[str, Block], ...]
    edges: frozenset[tuple[str, str]]  # of the first layer, between roles
    names: Mapping[str, str]  # role path such as "layers.attn" -> path in the design

    @property
    def layer(self) -> Mapping[str, Block]:
        return self.layers[0]

    def of_type(self, role: str, type_name: str) -> list[Any]:
        """Blocks of a type that have a role in some layer, in the order of layers."""
        found = [layer[role] for layer in self.layers if role in layer]
        return [block for block in found if type(block).__name__ == type_name]


def taken_apart(design: Design, plan: GraphPlan, vocab_size: int | None) -> Parts | None:
    """Return the parts of a planned design; None where it has another structure."""
    chain = _chain(plan)
    if chain is None:
        return None
    top = _top_roles(chain)
    layers = next((node for node in chain if node.block.container), None)
    if top is None or layers is None or not layers.variants:
        return None
    roles = [_layer_roles(variant) for variant in layers.variants]
    if any(r is None or r != roles[0] for r in roles):
        return None
    names = roles[0] or {}
    back = {name: role for role, name in names.items()} | {"in": "in"}
    first = layers.variants[0]
    edges = {(back[source], back[n.name]) for n in first.nodes.values() for source in n.inputs}
    edges |= {(back[first.last], "out")}
    blocks = [{role: v.nodes[name].block for role, name in names.items()} for v in layers.variants]
    by_name = {node.name: node for node in chain}
    embedding: Any = by_name[top["tok"]].block
    head: Any = by_name[top["head"]].block
    return Parts(
        d_model=layers.width,
        vocab_size=vocab_size or embedding.vocab_size or by_name[top["head"]].signal.width,
        context_length=context_limit(design, plan) or 2048,
        tied=head.tie_to is not None,
        top={role: by_name[name].block for role, name in top.items()},
        layers=tuple(blocks[index] for index in layers.layers),
        edges=frozenset(edges),
        names={
            **top,
            "layers": layers.name,
            **{f"layers.{r}": f"{layers.name}.{n}" for r, n in names.items()},
        },
    )


def _chain(plan: GraphPlan) -> list[NodePlan] | None:
    """Return the nodes of the top level one after the other; None if it is anything but a chain."""
    nodes = list(plan.nodes.values())
    before = "in"
    for node in nodes:
        if node.inputs != [before]:
            return None
        before = node.name
    return nodes if before == plan.last else None


def _top_roles(chain: list[NodePlan]) -> Roles | None:
    roles: Roles = {}
    layers_seen = False
    for node in chain:
        kind = type(node.block).__name__
        role = {"TokenEmbedding": "tok", "LearnedPositionalEmbedding": "pos", "LMHead": "head"}.get(kind)
        if kind == "Norm":
            role = "norm" if layers_seen else "norm0"
        if node.block.container:
            layers_seen = True
            continue
        if role is None or role in roles:
            return None
        roles[role] = node.name
    return roles if layers_seen and {"tok", "head", "norm"} <= roles.keys() else None


def _layer_roles(layer: GraphPlan) -> Roles | None:
    """Name the nodes of a layer by what they are next to."""
    nodes = layer.nodes
    users: dict[str, list[str]] = {}
    for node in nodes.values():
        for source in node.inputs:
            users.setdefault(source, []).append(node.name)
    kinds = {name: _kind(node) for name, node in nodes.items()}
    roles: Roles = {}
    for name, node in nodes.items():
        role = kinds[name]
        if role == "norm":
            near = [kinds[user] for user in users.get(name, [])]
            role = "norm1" if "attn" in near else "norm2" if "ffn" in near else ""
            role = role or {"attn": "post1", "ffn": "post2"}.get(kinds.get(node.inputs[0], ""), "")
        if role == "add":
            role = "add1" if "add1" not in roles else "add2"
        if not role or role in roles:
            return None
        roles[role] = name
    return roles if "attn" in roles else None


def _kind(node: NodePlan) -> str:
    kind = type(node.block).__name__
    if kind in ("Norm", "Add"):
        return kind.lower()
    return (
        {"mixer": "attn", "channel": "ffn"}.get(node.block.category, "") if not node.block.container else ""
    )
