"""Patterns of a Repeat: which layer is which variant, and what a variant changes."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

from architectures.core.errors import DesignError

RANGE = re.compile(r"(\d{1,5})(-(\d{1,5})?)?\Z")


def variant_of(assign: Mapping[str, Any], layer: int, count: int) -> str | None:
    """Return the name of a layer's variant: by a cycle, a list, or ranges such as "0-2", "3-" and "5"."""
    if "cycle" in assign:
        cycle = _names(assign["cycle"], "cycle")
        return cycle[layer % len(cycle)]
    if "list" in assign:
        names = _names(assign["list"], "list")
        if len(names) != count:
            raise DesignError("pattern_list_length", {"length": len(names), "count": count})
        return names[layer]
    chosen = assign.get("default")
    ranges = assign.get("ranges", {})
    if not isinstance(ranges, dict):
        raise DesignError("wrong_type", {"key": "ranges", "expected": "object"})
    for text, name in ranges.items():
        first, last = _range(text, count)
        chosen = name if first <= layer <= last else chosen
    return None if chosen is None else str(chosen)


def _names(value: Any, key: str) -> list[str]:
    if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
        raise DesignError("wrong_type", {"key": key, "expected": "list"})
    return value


def _range(text: str, count: int) -> tuple[int, int]:
    found = RANGE.match(text)
    if not found:
        raise DesignError("pattern_bad_range", {"range": text[:80]})
    first = int(found[1])
    last = int(found[3]) if found[3] else count - 1 if found[2] else first
    if first > last or first >= count:
        raise DesignError("pattern_bad_range", {"range": text[:80]})
    return first, last


def layer_nodes(repeat: Mapping[str, Any], layer: int, count: int) -> dict[str, dict[str, Any]]:
    """Return the nodes of one layer. An override replaces a whole parameter; a new type replaces the node."""
    nodes = {name: dict(node) for name, node in repeat["nodes"].items()}
    for pattern in repeat.get("patterns", []):
        name = variant_of(pattern["assign"], layer, count)
        if name is None:
            continue
        if name not in pattern["variants"]:
            raise DesignError("pattern_unknown_variant", {"name": name[:80]})
        for node, changes in pattern["variants"][name].items():
            if node not in nodes:
                raise DesignError("pattern_unknown_node", {"name": node[:80]})
            replaced = changes.get("type", nodes[node]["type"]) != nodes[node]["type"]
            nodes[node] = copy.deepcopy(changes) if replaced else {**nodes[node], **changes}
    return nodes
