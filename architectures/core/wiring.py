"""Edges of one scope: who feeds whom, in which order, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from architectures.core.design import chain
from architectures.core.errors import Diagnostic


@dataclass
class Wiring:
    """`inputs` of each node and of `out`, in the order in which the edges are written; `order` to compute them in."""

    inputs: dict[str, list[str]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)


def wire(names: Iterable[str], edges: Iterable[str], path: str, found: list[Diagnostic]) -> Wiring | None:
    """Read the edges of a scope. Adds what is wrong to `found`, and then returns None."""
    known, before = set(names), len(found)
    inputs: dict[str, list[str]] = {name: [] for name in [*known, "out"]}
    for edge in edges:
        _read_chain(edge, known, inputs, path, found)
    _check_ends(inputs, known, path, found)
    order = _sorted(inputs, known)
    if order is None:
        stuck = sorted(_stuck(inputs, known))
        found.append(Diagnostic("cycle", _join(path, stuck[0]), values={"nodes": stuck[:20]}))
        return None
    return None if any(d.severity == "error" for d in found[before:]) else Wiring(inputs, order)


def _read_chain(
    edge: str, known: set[str], inputs: dict[str, list[str]], path: str, found: list[Diagnostic]
) -> None:
    names = chain(edge)
    for source, target in pairwise(names):
        shown = f"{source} -> {target}"
        if target == "in" or source == "out":
            code = "edge_into_in" if target == "in" else "edge_from_out"
            found.append(Diagnostic(code, path, values={"edge": shown}))
            continue
        absent = [n for n in (source, target) if n not in known and n not in ("in", "out")]
        if absent:
            found.append(
                Diagnostic("unknown_node", path, values={"name": absent[0][:80], "edge": shown[:200]})
            )
        elif source in inputs[target]:
            found.append(Diagnostic("duplicate_edge", _join(path, target), values={"source": source}))
        else:
            inputs[target].append(source)


def _check_ends(inputs: dict[str, list[str]], known: set[str], path: str, found: list[Diagnostic]) -> None:
    used = {source for sources in inputs.values() for source in sources}
    if "in" not in used:
        found.append(Diagnostic("no_input", path))
    if not inputs["out"]:
        found.append(Diagnostic("no_output", path))
    elif len(inputs["out"]) > 1:
        found.append(Diagnostic("many_outputs", path, values={"nodes": inputs["out"]}))
    for name in sorted(known):
        if not inputs[name]:
            found.append(Diagnostic("not_connected", _join(path, name)))
        elif name not in used:
            found.append(Diagnostic("output_unused", _join(path, name)))


def _sorted(inputs: dict[str, list[str]], known: set[str]) -> list[str] | None:
    """Return the nodes so that each comes after its inputs; None if there is a cycle."""
    waiting = {name: sum(s in known for s in inputs[name]) for name in known}
    targets: dict[str, list[str]] = {name: [] for name in known}
    for target in known:
        for source in inputs[target]:
            if source in known:
                targets[source].append(target)
    ready = sorted(name for name, n in waiting.items() if not n)
    order: list[str] = []
    while ready:
        name = ready.pop()
        order.append(name)
        for target in targets[name]:
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return order if len(order) == len(known) else None


def _stuck(inputs: dict[str, list[str]], known: set[str]) -> set[str]:
    """Return the nodes that lie on a cycle or between cycles."""
    left = set(known)
    while True:
        feeds = {s for t in left for s in inputs[t]}
        removable = {n for n in left if n not in feeds or not any(s in left for s in inputs[n])}
        if not removable:
            return left
        left -= removable


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
