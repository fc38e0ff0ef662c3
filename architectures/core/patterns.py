"""Patterns of a Repeat: which layer is which variant, and what a variant changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from architectures.core.design import check_node
from architectures.core.errors import DesignError

RANGE = re.compile(r"(\d{1,5})(-(\d{1,5})?)?\Z")


Names = tuple[str | None, ...]


def variants_of(repeat: Mapping[str, Any], layer: int, count: int) -> Names:
    """Return the name of a layer's variant in each pattern; None where a pattern leaves the layer as it is."""
    return tuple(_variant(pattern["assign"], layer, count) for pattern in repeat.get("patterns", []))


def _variant(assign: Mapping[str, Any], layer: int, count: int) -> str | None:
    """By a cycle, a list, or ranges such as "0-2", "3-" and "5", of which the narrowest that fits counts.

    Of equally narrow ones it is the later. The order of the keys means nothing: not every reader of JSON keeps it.
    """
    if "cycle" in assign:
        return str(assign["cycle"][layer % len(assign["cycle"])])
    if "list" in assign:
        if len(assign["list"]) != count:
            raise DesignError("pattern_list_length", {"length": len(assign["list"]), "count": count})
        return str(assign["list"][layer])
    ranges = [(*_range(text, count), text, name) for text, name in assign.get("ranges", {}).items()]
    fitting = [
        (last - first, -first, text, name) for first, last, text, name in ranges if first <= layer <= last
    ]
    return min(fitting)[3] if fitting else assign.get("default")


def _range(text: str, count: int) -> tuple[int, int]:
    found = RANGE.match(text)
    if not found:
        raise DesignError("pattern_bad_range", {"range": text[:80]})
    first = int(found[1])
    last = int(found[3]) if found[3] else count - 1 if found[2] else first
    if first > last or first >= count:
        raise DesignError("pattern_bad_range", {"range": text[:80]})
    return first, last


def layer_nodes(repeat: Mapping[str, Any], names: Names, path: str) -> dict[str, dict[str, Any]]:
    """Return the nodes of a layer of these variants. An override replaces a whole parameter; a new type, the node."""
    nodes = {name: dict(node) for name, node in repeat["nodes"].items()}
    for pattern, name in zip(repeat.get("patterns", []), names, strict=True):
        for node, changes in pattern["variants"].get(name, {}).items():
            if node not in nodes:
                raise DesignError("pattern_unknown_node", {"name": node[:80]}, attr="patterns")
            replaced = changes.get("type", nodes[node]["type"]) != nodes[node]["type"]
            nodes[node] = dict(changes) if replaced else {**nodes[node], **changes}
            check_node(nodes[node], f"{path}.{node}")
    return nodes


def unlisted(repeat: Mapping[str, Any]) -> list[str]:
    """Return the variants that are assigned but not described: layers of such a variant stay as they are."""
    names: dict[str, None] = {}
    for pattern in repeat.get("patterns", []):
        assign = pattern["assign"]
        used = [*assign.get("cycle", []), *assign.get("list", []), *assign.get("ranges", {}).values()]
        used += [assign["default"]] if "default" in assign else []
        names |= dict.fromkeys(name for name in used if name not in pattern["variants"])
    return list(names)


def mended(repeat: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the patterns with what cannot stand made to: lists as long as there are layers, ranges that are there,
    changes of nodes that are there, a description of every variant."""
    count = repeat.get("count")
    return [_mended(pattern, repeat["nodes"], count) for pattern in repeat.get("patterns", [])]


def _mended(pattern: Mapping[str, Any], nodes: Mapping[str, Any], count: Any) -> dict[str, Any]:
    assign, known = dict(pattern["assign"]), isinstance(count, int) and count > 0
    if "list" in assign and known:
        given = assign["list"]
        assign["list"] = [given[min(layer, len(given) - 1)] for layer in range(count)]
    if "ranges" in assign and known:
        kept = {text: name for text, name in assign["ranges"].items() if _sound(text, count)}
        assign = {**assign, "ranges": kept} if kept else {"default": assign.get("default", "base")}
    names = [*assign.get("cycle", []), *assign.get("list", []), *assign.get("ranges", {}).values()]
    names += [assign["default"]] if "default" in assign else []
    variants = {
        name: {node: change for node, change in changes.items() if node in nodes}
        for name, changes in {**{key: {} for key in names}, **pattern["variants"]}.items()
    }
    return {"assign": assign, "variants": variants}


def _sound(text: str, count: int) -> bool:
    try:
        _range(text, count)
    except DesignError:
        return False
    return True
