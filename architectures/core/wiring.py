"""Edges of one scope: who feeds whom, in which order, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from architectures.core.design import chain
from architectures.core.errors import Diagnostic
from architectures.core.fixes import connect, disconnect, reconnect, remove, set_param

MAX_FOUND = 100  # faults of one scope: nobody reads more


@dataclass
class Wiring:
    """`inputs` of each node and of `out`, in the order in which the edges are written; `order` to compute them in."""

    inputs: dict[str, list[str]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)


def wire(
    names: Iterable[str],
    edges: Sequence[str],
    path: str,
    found: list[Diagnostic],
    ports: Sequence[str] = ("in",),
) -> Wiring | None:
    """Read the edges of a scope that is entered by these ports. Adds what is wrong to `found`, then returns None."""
    before = len(found)
    inputs: dict[str, list[str]] = {name: [] for name in [*names, "out"]}
    known = inputs.keys() - {"out"}
    for edge in edges:
        _read_chain(edge, known, inputs, path, found, ports)
        if len(found) - before > MAX_FOUND:
            return None
    _check_ends(inputs, known, path, found, ports)
    try:
        order = [name for name in _sorted(inputs) if name != "out" and name not in ports]
    except CycleError as error:
        ring = error.args[1]
        names = sorted(set(ring))
        latest = max(pairwise(ring), key=lambda pair: _written(pair, edges))
        found.append(
            Diagnostic(
                "cycle", _join(path, names[0]), values={"nodes": names[:20]}, fix=disconnect(path, *latest)
            )
        )
        return None
    return None if any(d.severity == "error" for d in found[before:]) else Wiring(inputs, order)


def _read_chain(
    edge: str,
    known: Set[str],
    inputs: dict[str, list[str]],
    path: str,
    found: list[Diagnostic],
    ports: Sequence[str],
) -> None:
    names = chain(edge)
    for source, target in pairwise(names):
        shown, cut = f"{source} -> {target}", disconnect(path, source, target)
        if target in ports or source == "out":
            code = "edge_into_in" if target in ports else "edge_from_out"
            found.append(Diagnostic(code, path, values={"edge": shown}, fix=cut))
            continue
        absent = [n for n in (source, target) if n not in known and n not in (*ports, "out")]
        if absent:
            values = {"name": absent[0][:80], "edge": shown[:200]}
            found.append(Diagnostic("unknown_node", path, values=values, fix=cut))
        elif source in inputs[target]:
            once = reconnect(path, source, target)
            found.append(
                Diagnostic("duplicate_edge", _join(path, target), values={"source": source}, fix=once)
            )
        else:
            inputs[target].append(source)


def _check_ends(
    inputs: dict[str, list[str]],
    known: Set[str],
    path: str,
    found: list[Diagnostic],
    ports: Sequence[str],
) -> None:
    """Everything must be fed and used. Where a single loose end meets a single open one, they belong together."""
    used = {source for sources in inputs.values() for source in sources}
    unfed = [name for name in sorted(known) if not inputs[name]]
    loose = [name for name in sorted(known) if name not in used]
    idle = [port for port in ports if port not in used]
    feeds = [*idle, *loose]
    for port in idle:
        fix = connect(path, port, unfed[0]) if len(unfed) == len(idle) == 1 else None
        if ports == ("in",):
            found.append(Diagnostic("no_input", path, fix=fix))
        else:
            fewer = set_param(path, "inputs", [p for p in ports if p != port]) if len(ports) > 1 else None
            found.append(Diagnostic("port_unused", path, "inputs", {"port": port}, fix or fewer))
    if not inputs["out"]:
        fix = connect(path, loose[0], "out") if len(loose) == 1 else None
        found.append(Diagnostic("no_output", path, fix=fix))
    elif len(inputs["out"]) > 1:
        found.append(Diagnostic("many_outputs", path, values={"nodes": inputs["out"]}))
    for name in unfed:
        others = [source for source in feeds if source != name]
        fix = connect(path, others[0], name) if len(unfed) == len(others) == 1 else None
        lonely = remove(_join(path, name)) if name in loose else None
        found.append(Diagnostic("not_connected", _join(path, name), fix=fix or lonely))
    for name in loose:
        if name not in unfed:
            fix = remove(_join(path, name)) if inputs["out"] else None
            found.append(Diagnostic("output_unused", _join(path, name), fix=fix))


def _written(pair: tuple[str, str], edges: Sequence[str]) -> int:
    """Return where an edge is written, as the number of its chain."""
    return max((at for at, edge in enumerate(edges) if pair in pairwise(chain(edge))), default=-1)


def _sorted(inputs: dict[str, list[str]]) -> list[str]:
    """Return the nodes so that each comes after its inputs: the same for the same document. Raises CycleError."""
    return list(TopologicalSorter(inputs).static_order())


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
