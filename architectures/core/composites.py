"""Composites opened where they stand: their blocks under flat names, their edges led through, their arguments filled in.

`frontend/src/graph/composites.ts` opens them by the same rules; both are held to `tests/cases/composites.json`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from architectures.core.blocks.composite import COMPOSITE
from architectures.core.design import MAX_NAME, chain

Node = Mapping[str, Any]
Pair = tuple[str, str]
DEFAULT_PORTS = ("in",)
AS_WRITTEN = ("type", "name", "inputs", "edges")  # of a node: never "$name"


@dataclass
class Opened:
    """A scope without composites. Its nodes have flat names, `mixer__attn`; `places` has where they really are.

    `written`: the edges of each composite that was opened, by its path in the scope, and under "" the scope's own.
    `ends`: for each composite, the flat name of the node whose output leaves it.
    """

    nodes: dict[str, Node]
    edges: list[Pair]
    places: dict[str, str] = field(default_factory=dict)
    written: dict[str, list[Pair]] = field(default_factory=dict)
    ends: dict[str, str] = field(default_factory=dict)

    @property
    def chains(self) -> list[str]:
        """The edges as a document writes them."""
        return [f"{source} -> {target}" for source, target in self.edges]

    def sources(self, flat: str) -> list[str]:
        """What feeds a node, as the edges of the scope or composite that it is written in call it."""
        scope, _, name = self.places[flat].rpartition(".")
        return [source for source, target in self.written[scope] if target == name]


def is_composite(node: Any) -> bool:
    return isinstance(node, Mapping) and node.get("type") == COMPOSITE


def ports_of(node: Node) -> tuple[str, ...]:
    """The names of a composite's inputs."""
    return tuple(node.get("inputs", DEFAULT_PORTS))


def pairs_of(edges: Sequence[str]) -> list[Pair]:
    """Chains as their pairs, each once."""
    return list(dict.fromkeys(pair for edge in edges for pair in pairwise(chain(edge))))


def bindings(node: Node) -> dict[str, Any]:
    """What the parameters of a composite stand for: its arguments, else their defaults."""
    args = node.get("args", {})
    return {name: args.get(name, about["default"]) for name, about in node.get("params", {}).items()}


def substituted(node: Node, values: Mapping[str, Any]) -> dict[str, Any]:
    """A node with "$name" replaced by its value. An inner composite's own parameters shadow those of the same name."""
    if not values:
        return dict(node)
    inner = values
    if is_composite(node):
        inner = {name: value for name, value in values.items() if name not in node.get("params", {})}
    found: dict[str, Any] = {}
    for key, value in node.items():
        if key in AS_WRITTEN:
            found[key] = value
        elif key == "nodes":
            found[key] = {name: substituted(one, inner) for name, one in value.items()}
        elif key == "patterns":
            found[key] = [_pattern(pattern, values) for pattern in value]
        else:
            found[key] = filled(value, values)
    return found


def _pattern(pattern: Any, values: Mapping[str, Any]) -> Any:
    variants = {
        variant: {name: substituted(change, values) for name, change in changes.items()}
        for variant, changes in pattern["variants"].items()
    }
    return {**pattern, "variants": variants}


def filled(value: Any, values: Mapping[str, Any]) -> Any:
    """A parameter's value with "$name" replaced, in lists and groups too."""
    if isinstance(value, str) and value.startswith("$"):
        return values.get(value[1:], value)
    if isinstance(value, Mapping):
        return {key: filled(one, values) for key, one in value.items()}
    return [filled(one, values) for one in value] if isinstance(value, list) else value


def opened(nodes: Mapping[str, Node], edges: Sequence[str], leave: frozenset[str] = frozenset()) -> Opened:
    """Open every composite of a scope, those inside of others too. `leave`: paths of those to be left closed."""
    found = Opened(dict(nodes), pairs_of(edges), {name: name for name in nodes})
    found.written[""] = found.edges
    while shut := [
        n for n, node in found.nodes.items() if is_composite(node) and found.places[n] not in leave
    ]:
        _open(found, shut)
    return found


@dataclass
class _Lid:
    """A composite that is being opened: the flat names of its nodes, its edges, and the node that leads out of it."""

    names: dict[str, str]
    written: list[Pair]
    ports: tuple[str, ...]

    @property
    def last(self) -> str | None:
        return next((self.names[a] for a, b in self.written if b == "out" and a in self.names), None)


def _open(held: Opened, shut: Sequence[str]) -> None:
    """Put what is inside of these composites in their place, all at once: so no design is slow to open."""
    taken, lids = set(held.nodes), dict[str, _Lid]()
    for name in shut:
        node = held.nodes[name]
        lids[name] = _Lid(_flat_names(taken, name, node["nodes"]), pairs_of(node["edges"]), ports_of(node))
    nodes: dict[str, Node] = {}
    for name, node in held.nodes.items():
        nodes |= _inside(node, lids[name].names) if name in lids else {name: node}
    held.nodes = {name: _tied_into(node, lids) for name, node in nodes.items()}
    held.edges = _led_through(held.edges, lids)
    for name, lid in lids.items():
        path = held.places[name]
        held.places |= {flat: f"{path}.{own}" for own, flat in lid.names.items()}
        held.written[path] = lid.written
        if lid.last is not None:
            held.ends[path] = lid.last
    held.ends |= {path: lids[end].last or end for path, end in held.ends.items() if end in lids}


def _flat_names(taken: set[str], name: str, inner: Mapping[str, Node]) -> dict[str, str]:
    """A name for each inner node that no node of the scope has; `taken` grows by them."""
    found: dict[str, str] = {}
    for own in inner:
        wanted = flat = f"{name}__{own}"[:MAX_NAME]
        number = 2
        while flat in taken:
            flat, number = f"{wanted[: MAX_NAME - 4]}{number}", number + 1
        found[own] = flat
        taken.add(flat)
    return found


def _inside(node: Node, names: Mapping[str, str]) -> dict[str, Node]:
    values = bindings(node)
    return {names[own]: _tied(substituted(one, values), names) for own, one in node["nodes"].items()}


def _led_through(edges: Sequence[Pair], lids: Mapping[str, _Lid]) -> list[Pair]:
    """The edges of a scope with the composites' own in place of those that lead into them."""
    feeds: dict[str, list[str]] = {name: [] for name in lids}
    for source, target in edges:
        if target in lids:
            feeds[target].append(source)

    def end(name: str) -> str | None:
        return lids[name].last if name in lids else name

    found: list[tuple[str | None, str]] = []
    for source, target in edges:
        if target not in lids:
            found.append((end(source), target))
        elif source == feeds[target][0]:
            found += _inner_edges(lids[target], [end(one) for one in feeds[target]])
    for name, lid in lids.items():
        found += [] if feeds[name] else _inner_edges(lid, [])
    return [(source, target) for source, target in found if source is not None]


def _inner_edges(lid: _Lid, feeds: Sequence[str | None]) -> list[tuple[str | None, str]]:
    ends: dict[str, str | None] = {**dict(zip(lid.ports, feeds, strict=False)), **lid.names}
    return [(ends[a], lid.names[b]) for a, b in lid.written if a in ends and b in lid.names]


def _tied(node: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A tie inside a composite means a node beside it first, one outside else."""
    head, dot, rest = str(node.get("tie_to", "")).partition(".")
    return {**node, "tie_to": f"{names[head]}{dot}{rest}"} if head in names else node


def _tied_into(node: Node, lids: Mapping[str, _Lid]) -> Node:
    """A tie to a node inside a composite says "stem.tok"."""
    head, _, rest = str(node.get("tie_to", "")).partition(".")
    first, dot, deeper = rest.partition(".")
    if head not in lids or first not in lids[head].names:
        return node
    return {**node, "tie_to": f"{lids[head].names[first]}{dot}{deeper}"}


def free_names(node: Node) -> set[str]:
    """The names that a node speaks of as "$name" and does not give a meaning to itself."""
    found: set[str] = set()
    own = node.get("params", {}) if is_composite(node) else {}
    for key, value in node.items():
        if key == "nodes":
            found |= {name for one in value.values() for name in free_names(one)} - own.keys()
        elif key == "patterns":
            changes = (
                change for one in value for variant in one["variants"].values() for change in variant.values()
            )
            found |= {name for change in changes for name in free_names(change)}
        elif key not in AS_WRITTEN:
            found |= set(_names(value))
    return found


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.startswith("$"):
        yield value[1:]
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _names(one)


def node_at(nodes: Mapping[str, Node], path: str) -> Node:
    """A node as it is written; {} if there is none."""
    node: Node = {"nodes": nodes}
    for name in path.split("."):
        node = node.get("nodes", {}).get(name, {})
    return node


def raw_at(nodes: Mapping[str, Node], path: str) -> dict[str, Any]:
    """A node as it is written, before any pattern, with the arguments of the composites around it; {} if none."""
    first, *rest = path.split(".")
    node: dict[str, Any] = dict(nodes.get(first, {}))
    for name in rest:
        values = bindings(node) if is_composite(node) else {}
        node = substituted(node.get("nodes", {}).get(name, {}), values)
    return node
