"""Hyper-parameters as a table in Markdown, as papers print them: a column for each design."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from architectures.core.analyse import Costs, analyse
from architectures.core.blocks import Block
from architectures.core.design import Design
from architectures.core.graph import GraphPlan, planned
from architectures.core.limits import DEFAULT_CONTEXT, context_limit

NONE = "–"


@dataclass(frozen=True)
class Facts:
    """What the rows ask about a design."""

    design: Design
    plan: GraphPlan
    costs: Costs
    context_length: int

    def values(self, name: str, *kinds: str) -> list[Any]:
        """All values of a parameter that occur, in the order of the layers, each once; blocks of `kinds` alone."""
        blocks = [n.block for n, _ in self.plan.walk() if not kinds or type(n.block).__name__ in kinds]
        found = [getattr(block, name, None) for block in blocks]
        return list(dict.fromkeys(v for v in found if v is not None))


def markdown_table(designs: Sequence[Design], *, vocab_size: int | None = None) -> str:
    """Return the table. Raises DesignError for an unsound design."""
    facts = [_facts(design, vocab_size) for design in designs]
    titles = [_cell(str(f.design.meta.get("title") or "Design")) for f in facts]
    lines = [f"| | {' | '.join(titles)} |", f"|---|{'---:|' * len(facts)}"]
    for name, read in ROWS:
        cells = [read(f) for f in facts]
        if any(cell != NONE for cell in cells):
            lines.append(f"| {name} | {' | '.join(map(_cell, cells))} |")
    return "\n".join(lines) + "\n"


def _facts(design: Design, vocab_size: int | None) -> Facts:
    plan, env = planned(design, vocab_size)
    length = context_limit(design, plan) or DEFAULT_CONTEXT
    costs = analyse(plan, env, batch_size=1, context_length=length, precision="bf16")
    return Facts(design, plan, costs, length)


def _cell(text: str) -> str:
    """Text that cannot end a cell, a line or a link."""
    kept = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    for mark in "\\|`*_[]<>":
        kept = kept.replace(mark, f"\\{mark}")
    return kept[:120]


def _listed(values: list[Any]) -> str:
    return ", ".join(f"{v:,}" if type(v) is int else str(v) for v in values) or NONE


def _number(name: str, *kinds: str) -> Callable[[Facts], str]:
    return lambda facts: _listed(facts.values(name, *kinds))


def _layers(facts: Facts) -> str:
    counts = [len(node.layers) * times for node, times in facts.plan.walk() if node.block.container]
    return _listed(counts[:4])


def _mixers(facts: Facts) -> str:
    return _listed(_titles(facts, "mixer"))


def _channels(facts: Facts) -> str:
    return _listed(_titles(facts, "channel"))


def _titles(facts: Facts, category: str) -> list[str]:
    found = [str(n.block.title["en"]) for n, _ in facts.plan.walk() if n.block.category == category]
    return list(dict.fromkeys(found))


def _width(facts: Facts) -> str:
    return _listed(list(dict.fromkeys(n.width for n, _ in facts.plan.walk() if n.signal.kind == "logits")))


def _kv_heads(facts: Facts) -> str:
    blocks = [n.block for n, _ in facts.plan.walk() if hasattr(n.block, "kv_heads")]
    return _listed(list(dict.fromkeys(block.kv_heads() for block in blocks)))


def _head_dim(facts: Facts) -> str:
    found = [n.block.size(n.width) for n, _ in facts.plan.walk() if hasattr(n.block, "kv_heads")]  # type: ignore[attr-defined]
    return _listed(list(dict.fromkeys(found)))


def _positions(facts: Facts) -> str:
    found: dict[str, None] = {}
    for node, _ in facts.plan.walk():
        found |= dict.fromkeys(_places(node.block))
    return _listed(list(found))


def _places(block: Block) -> list[str]:
    rope, bias = getattr(block, "rope", None), getattr(block, "position_bias", None)
    said = [f"RoPE (θ = {rope.theta:,.0f})"] if rope is not None else []
    said += [str(getattr(bias, "type", "bias"))] if bias is not None else []
    if block.category == "embedding" and block.ordered:
        said.append(str(block.title["en"]))
    return said


def _norm(facts: Facts) -> str:
    kinds = {"rms": "RMSNorm", "layer": "LayerNorm"}
    return _listed([kinds.get(kind, str(kind)) for kind in facts.values("kind", "Norm")])


def _activation(facts: Facts) -> str:
    found: dict[str, None] = {}
    for node, _ in facts.plan.walk():
        activation = getattr(node.block, "activation", None)
        if activation is not None and hasattr(node.block, "gated"):
            found[f"{activation}, gated" if node.block.gated else str(activation)] = None
    return _listed(list(found))


def _tied(facts: Facts) -> str:
    return "yes" if facts.values("tie_to") else "no"


def _vocabulary(facts: Facts) -> str:
    return _listed(list({n.signal.width: None for n, _ in facts.plan.walk() if n.signal.kind == "logits"}))


def _active(facts: Facts) -> str:
    """Parameters that one token uses, where these are fewer than all."""
    totals = facts.costs.totals
    return NONE if totals["active_parameters"] == totals["parameters"] else f"{totals['active_parameters']:,}"


def _total(name: str) -> Callable[[Facts], str]:
    return lambda facts: f"{facts.costs.totals[name]:,}"


ROWS: tuple[tuple[str, Callable[[Facts], str]], ...] = (
    ("Layers", _layers),
    ("d\\_model", _width),
    ("Mixers", _mixers),
    ("Heads", _number("n_heads")),
    ("KV heads", _kv_heads),
    ("Head dimension", _head_dim),
    ("Window", _number("window")),
    ("Feed-forward", _channels),
    ("d\\_ff", _number("d_ff")),
    ("Experts", _number("n_experts")),
    ("Experts per token", _number("top_k")),
    ("Activation", _activation),
    ("Norm", _norm),
    ("Positions", _positions),
    ("Vocabulary", _vocabulary),
    ("Context", lambda f: f"{f.context_length:,}"),
    ("Tied embeddings", _tied),
    ("Parameters", _total("parameters")),
    ("Active parameters", _active),
    ("Forward FLOPs per token", _total("flops_per_token")),
    ("KV cache bytes per token (bf16)", _total("kv_bytes_per_token")),
)
