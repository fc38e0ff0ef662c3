"""How the presets are put together: the pre-norm transformer with this or that inside."""

from __future__ import annotations

from typing import Any

Node = dict[str, Any]
EDGES = [
    "in -> add1",
    "in -> norm1 -> attn -> add1",
    "add1 -> add2",
    "add1 -> norm2 -> ffn -> add2 -> out",
]
# The residual stream runs straight down on the left; each branch leaves it to the right and comes back.
INSIDE = {
    "norm1": [240, 40],
    "attn": [240, 150],
    "add1": [0, 260],
    "norm2": [240, 340],
    "ffn": [240, 450],
    "add2": [0, 560],
}
STEP = 140  # pixels between nodes of the main line


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
    for name in nodes:
        places[name] = [0, y]
        y += 780 if name == "layers" else STEP
    return places | {f"layers.{name}": list(place) for name, place in INSIDE.items()}
