"""How long a text a design can read, and how long a text it is meant for."""

from __future__ import annotations

from architectures.core.design import Design
from architectures.core.graph import GraphPlan

DEFAULT_CONTEXT = 128  # tokens, where a design says nothing


def position_limits(plan: GraphPlan) -> dict[str, int]:
    """Return the positions that each node with a table of them has, by path."""
    found: dict[str, int] = {}
    for node, _ in plan.walk():
        limit = getattr(node.block, "max_positions", None)
        if limit is not None:
            found[node.path] = limit
    return found


def context_limit(design: Design, plan: GraphPlan) -> int | None:
    """Return the tokens of context the design is made for: its own `context_length`, else its positions."""
    written = design.vars.get("context_length")
    limits = list(position_limits(plan).values())
    if isinstance(written, int) and not isinstance(written, bool) and written > 0:
        limits.append(written)
    return min(limits) if limits else None
