"""A hash of what a design computes. Names of nodes, layout, notes, the spelling of edges and of sizes do not count."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from architectures.core.design import Design
from architectures.core.graph import GraphPlan, NodePlan


def of_plan(design: Design, plan: GraphPlan | None) -> str:
    """Return 64 hex digits. A design without a plan, because something is wrong with it, is hashed as written."""
    if plan is None:
        written = {"vars": dict(design.vars), "nodes": dict(design.nodes), "edges": list(design.edges)}
        return _digest(["unplanned", written])
    return _digest([_graph(plan), design.vars.get("context_length")])


def _graph(plan: GraphPlan) -> list[Any]:
    """Return the nodes in an order that only the wiring decides, each with the numbers of its inputs.

    Numbers, not hashes of inputs: one norm used twice is another model than two equal norms.
    """
    numbers = _numbered(plan)
    return [_node(plan.nodes[name], numbers) for name in numbers if name in plan.nodes]


def _numbered(plan: GraphPlan) -> dict[str, int]:
    """Number the nodes as they are met, going from the output against the edges, first inputs first."""
    numbers: dict[str, int] = {}
    waiting = [plan.last]
    while waiting:
        name = waiting.pop()
        if name not in numbers:
            numbers[name] = len(numbers)
            waiting += reversed(plan.nodes[name].inputs if name in plan.nodes else [])
    return numbers


def _node(node: NodePlan, numbers: dict[str, int]) -> list[Any]:
    params = node.block.essentials(node.width)
    if "tie_to" in params:
        params["tie_to"] = numbers[params["tie_to"]]
    inner = [_digest(_graph(variant)) for variant in node.variants]
    kinds = list(dict.fromkeys(inner[i] for i in node.layers))
    layers = [kinds.index(inner[i]) for i in node.layers]
    return [type(node.block).__name__, params, [numbers[i] for i in node.inputs], kinds, layers]


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
