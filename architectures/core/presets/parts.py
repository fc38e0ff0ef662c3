"""How the presets are put together: the pre-norm transformer with this or that inside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Node = dict[str, Any]
EDGES = [
    "in -> add1",
    "in -> norm1 -> attn -> add1",
    "add1 -> add2",
    "add1 -> norm2 -> ffn -> add2 -> out",
]
# The residual stream runs straight down on the left; each branch leaves it to the right and comes back.
BRANCHES = (("norm1", "attn", "post1"), ("norm2", "ffn", "post2"))
ADDS = ("add1", "add2")
STEP = 140  # pixels between nodes of the main line
ROW, COLUMN = 110, 240  # pixels between nodes inside the layers
TOP, FOOT = 40, 220  # pixels above the first node inside, and below the last


def decoder(
    *,
    variables: dict[str, Any],
    count: int,
    norm: Node,
    attention: Node,
    feed_forward: Node,
    tied: bool,
    positions: Node | None = None,
    patterns: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Return the design of a pre-norm decoder: embedding, `count` layers, norm, head."""
    layer = {
        "norm1": norm,
        "attn": attention,
        "add1": {"type": "Add"},
        "norm2": norm,
        "ffn": feed_forward,
        "add2": {"type": "Add"},
    }
    repeat: Node = {"type": "Repeat", "count": count, "nodes": layer, "edges": EDGES}
    if patterns:
        repeat["patterns"] = patterns
    nodes: dict[str, Node] = {"tok": {"type": "TokenEmbedding", "d_model": "$d_model"}}
    if positions:
        nodes["pos"] = positions
    nodes |= {"layers": repeat, "norm": norm, "head": {"type": "LMHead"}}
    if tied:
        nodes["head"]["tie_to"] = "tok"
    return {
        "format": 1,
        "vars": variables,
        "nodes": nodes,
        "edges": [" -> ".join(["in", *nodes, "out"])],
        "layout": layout(nodes),
    }


def layout(nodes: dict[str, Node]) -> dict[str, list[int]]:
    """Return places by node path, in pixels: the main line from top to bottom, and the inside of the layers,
    counted from the container's own corner."""
    places: dict[str, list[int]] = {}
    y = 0
    for name, node in nodes.items():
        places[name] = [0, y]
        inside = inner_layout(node.get("nodes", {}))
        places |= {f"{name}.{inner}": place for inner, place in inside.items()}
        y += max(place[1] for place in inside.values()) + FOOT if inside else STEP
    return places


def inner_layout(nodes: Mapping[str, Node]) -> dict[str, list[int]]:
    """Return the places inside a layer: one branch below the other, or side by side where one Add takes both."""
    places: dict[str, list[int]] = {}
    parallel, y = "add2" not in nodes, TOP
    for n, (branch, add) in enumerate(zip(BRANCHES, ADDS, strict=True)):
        present = [name for name in branch if name in nodes]
        x, top = (COLUMN * (n + 1), TOP) if parallel else (COLUMN, y)
        places |= {name: [x, top + ROW * place] for place, name in enumerate(present)}
        y = max(y, top + ROW * len(present))
        if add in nodes and not parallel:
            places[add] = [0, y]
            y += ROW
    return places | ({"add1": [0, y]} if parallel and "add1" in nodes else {})
