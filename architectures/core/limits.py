"""How long a text a design can read, how long a text it is meant for, and in how many different tokens."""

from __future__ import annotations

from architectures.core.design import Design
from architectures.core.errors import Diagnostic
from architectures.core.graph import DEFAULT_VOCAB_SIZE, GraphPlan

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


def vocabulary(plan: GraphPlan, vocab_size: int | None) -> list[Diagnostic]:
    """Written vocabularies against the tokenizer's; and whether one had to be assumed."""
    found: list[Diagnostic] = []
    tables = {n.path: n.block.vocab_size for n, _ in plan.walk() if hasattr(n.block, "vocab_size")}
    if vocab_size is None and not any(tables.values()):
        found.append(
            Diagnostic("vocab_size_assumed", values={"vocab_size": DEFAULT_VOCAB_SIZE}, severity="info")
        )
    for path, written in tables.items():
        if written is not None and vocab_size is not None and written < vocab_size:
            values = {"vocab_size": written, "needed": vocab_size}
            found.append(Diagnostic("vocab_size_too_small", path, "vocab_size", values))
    return found
