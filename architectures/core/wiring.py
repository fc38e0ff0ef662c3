"""Edges of one scope: who feeds whom, in which order, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from architectures.core.design import chain
from architectures.core.errors import Diagnostic

MAX_FOUND = 100  # faults of one scope: nobody reads more


@dataclass
class Wiring:
    """`inputs` of each node and of `out`, in the order in which the edges are written; `order` to compute them in."""

    inputs: dict[str, list[str]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)


def wire(names: Iterable[str], edges: Iterable[str], path: str, found: list[Diagnostic]) -> Wiring | None:
    """Read the edges of a scope. Adds what is wrong to `found`, and then returns None."""
    before = len(found)
    inputs: dict[str, list[str]] = {name: [] for name in [*names, "out"]}
    known = inputs.keys() - {"out"}
    for edge in edges:
        _read_chain(edge, known, inputs, path, found)
        if len(found) - before > MAX_FOUND:
            return None
    _check_ends(inputs, known, path, found)
    try:
        order = _sorted(inputs)
    except CycleError as error:
        ring = sorted(set(error.args[1]))
        found.append(Diagnostic("cycle", _join(path, ring[0]), values={"nodes": ring[:20]}))
        return None
    return None if any(d.severity == "error" for d in found[before:]) else Wiring(inputs, order)


def _read_chain(
    edge: str, known: Set[str], inputs: dict[str, list[str]], path: str, found: list[Diagnostic]
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


def _check_ends(inputs: dict[str, list[str]], known: Set[str], path: str, found: list[Diagnostic]) -> None:
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


def _sorted(inputs: dict[str, list[str]]) -> list[str]:
    """Return the nodes so that each comes after its inputs: the same for the same document. Raises CycleError."""
    order = TopologicalSorter(inputs).static_order()
    return [name for name in order if name not in ("in", "out")]


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
