"""What can be wrong with a composite as such: its arguments, its ports, its inner wiring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from architectures.core.composites import (
    Node,
    bindings,
    free_names,
    is_composite,
    node_at,
    ports_of,
    substituted,
)
from architectures.core.errors import DesignError, Diagnostic
from architectures.core.fixes import disconnect, set_param
from architectures.core.parameters import near, with_sizes
from architectures.core.reading import MAX_BYTES
from architectures.core.wiring import Wiring, wire

MAX_VALUES = (
    400_000  # in the composites of a scope, arguments filled in: a hundred times as many as in a large design
)
KEYS = {"type", "name", "inputs", "params", "args", "nodes", "edges"}


def faulty(
    nodes: Mapping[str, Node],
    wiring: Wiring | None,
    path: str,
    variables: Mapping[str, Any],
    found: list[Diagnostic],
) -> frozenset[str]:
    """Check the composites of a scope, inner ones too. Returns the paths in the scope of those that are at fault."""
    bad: set[str] = set()
    left = MAX_VALUES
    for name, node in nodes.items():
        if is_composite(node):
            size = n_values(inside(node), left)
            left -= size
            if left <= 0:  # arguments of arguments multiply: what is small on paper may fill the memory
                values = {"max_bytes": MAX_BYTES}
                found.append(
                    Diagnostic("design_too_large", f"{path}.{name}" if path else name, "args", values)
                )
                return frozenset(one for one, held in nodes.items() if is_composite(held))
            fed = wiring.inputs[name] if wiring else None
            bad |= {f"{name}{rest}" for rest in _faults(node, fed, path, name, variables, found)}
    return frozenset(bad)


def inside(node: Node) -> dict[str, Node]:
    """The nodes of a composite with its arguments filled in."""
    values = bindings(node)
    return {own: substituted(one, values) for own, one in node["nodes"].items()}


def n_values(value: Any, most: int) -> int:
    """How many values are in a value, itself too; no further than to `most`."""
    waiting, count = [value], 0
    while waiting and count < most:
        one = waiting.pop()
        count += 1
        if isinstance(one, Mapping):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return count


def _faults(
    node: Node,
    fed: list[str] | None,
    scope: str,
    name: str,
    variables: Mapping[str, Any],
    found: list[Diagnostic],
) -> set[str]:
    """Yield "" if the composite is at fault, ".inner" for one inside it."""
    path = f"{scope}.{name}" if scope else name
    before = len(found)
    _check_keys(node, path, found)
    _check_args(node, path, variables, found)
    if fed is not None:
        _check_inputs(node, fed, scope, name, found)
    inner = inside(node)
    if not inner:
        found.append(Diagnostic("empty_canvas", path))
    wiring = wire(inner, node["edges"], path, found, ports_of(node)) if inner else None
    bad = {""} if any(d.severity == "error" for d in found[before:]) else set()
    below = faulty(inner, wiring, path, variables, found)
    spoken = {name for one in node["nodes"].values() for name in free_names(one)}
    for param in sorted(node.get("params", {}).keys() - spoken):
        fewer = {key: value for key, value in node["params"].items() if key != param}
        fix = set_param(path, "params", fewer)
        found.append(Diagnostic("composite_param_unused", path, "params", {"name": param}, fix, "warning"))
    return bad | {f".{one}" for one in below}


def outside(fix: Mapping[str, Any], nodes: Mapping[str, Node]) -> Mapping[str, Any]:
    """A new value for what an inner node takes from its composite is a new argument of the composite."""
    scope, _, name = fix["path"].rpartition(".")
    held = node_at(nodes, scope) if scope else {}
    if fix["action"] != "set" or not is_composite(held):
        return fix
    written = held["nodes"].get(name, {}).get(fix["attr"])
    param = written[1:] if isinstance(written, str) and written.startswith("$") else None
    if param not in held.get("params", {}):
        return fix
    changed = set_param(scope, "args", {**held.get("args", {}), param: fix["value"]})
    return outside(changed, nodes)


def _check_keys(node: Node, path: str, found: list[Diagnostic]) -> None:
    for key in sorted(node.keys() - KEYS):
        values = {"type": node["type"], "name": key[:80], "suggestion": near(key, KEYS)}
        found.append(Diagnostic("unknown_param", path, key, values))


def _check_args(node: Node, path: str, variables: Mapping[str, Any], found: list[Diagnostic]) -> None:
    """Every argument is of a parameter, and speaks of sizes that there are."""
    params, args = node.get("params", {}), node.get("args", {})
    for name in sorted(args.keys() - params.keys()):
        likely = near(name, params.keys() - args.keys())
        kept = {
            (likely if key == name else key): value for key, value in args.items() if key != name or likely
        }
        values = {"name": name[:80], "suggestion": likely}
        found.append(Diagnostic("composite_unknown_arg", path, "args", values, set_param(path, "args", kept)))
    try:
        with_sizes(bindings(node), "args", variables)
    except DesignError as error:
        found.append(Diagnostic(error.code, path, error.attr, error.values))


def _check_inputs(node: Node, fed: list[str], scope: str, name: str, found: list[Diagnostic]) -> None:
    """As many edges lead in as there are ports; that none does is said of any node."""
    ports = ports_of(node)
    if not fed or len(fed) == len(ports):
        return
    path = f"{scope}.{name}" if scope else name
    values = {"n_inputs": len(fed), "n_ports": len(ports), "ports": list(ports)}
    fix = disconnect(scope, fed[-1], name) if len(fed) > len(ports) else None
    found.append(Diagnostic("composite_inputs", path, "inputs", values, fix))
