"""A small picture of a design: a column a layer, and in it a bar a block, from the bottom up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from architectures.core.blocks import registry
from architectures.core.blocks.base import COLOURS, Category
from architectures.core.composites import opened
from architectures.core.design import Design, chain
from architectures.core.patterns import layer_nodes, variants_of

WIDTH, HEIGHT = 240, 64
GAP = 2  # between bars
HEIGHTS: dict[Category, int] = {"embedding": 26, "norm": 3, "mixer": 16, "channel": 18, "output": 44}
NARROWED = 7  # the height of a mixer that does not see every earlier token
PIECES = 3  # of a bar that stands for experts
BAR_SHARE = 0.72  # of a column; the rest is air

Node = Mapping[str, Any]
Bar = tuple[Category, int, int]  # of this category, from this height, so high


def thumbnail(design: Design) -> SafeString:
    """Return SVG, as wide as its place. It says nothing that words do not say, so readers of screens skip it."""
    columns = [list(bars(nodes)) for nodes in columns_of(design)]
    step = WIDTH / len(columns)
    paths: dict[Category, list[str]] = defaultdict(list)
    for place, column in enumerate(columns):
        for category, bottom, height in column:
            left, top = place * step + step * (1 - BAR_SHARE) / 2, HEIGHT - bottom - height
            paths[category].append(
                f"M{left:.1f} {top}h{step * BAR_SHARE:.1f}v{height}h-{step * BAR_SHARE:.1f}z"
            )
    drawn = format_html_join(
        "", '<path fill="{}" d="{}"/>', ((COLOURS[category], "".join(d)) for category, d in paths.items())
    )
    return format_html(
        '<svg class="thumbnail" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        WIDTH,
        HEIGHT,
        drawn,
    )


def columns_of(design: Design) -> Iterator[list[Node]]:
    """The blocks of each column: those before the layers, each layer's, those after."""
    outside: list[Node] = []
    flat = opened(design.nodes, design.edges)
    for name in in_order(flat.chains, flat.nodes):
        node = flat.nodes[name]
        if not registry()[node["type"]].block.container:
            outside.append(node)
            continue
        if outside:
            yield outside
        outside = []
        yield from layers_of(node, design.vars)
    if outside:
        yield outside


def layers_of(repeat: Node, sizes: Mapping[str, Any]) -> Iterator[list[Node]]:
    """The blocks of each layer of a Repeat, in the variant that its patterns give it."""
    count = number(repeat["count"], sizes)
    for layer in range(count):
        nodes = layer_nodes(repeat, variants_of(repeat, layer, count), "")
        flat = opened(nodes, repeat["edges"])
        yield [flat.nodes[name] for name in in_order(flat.chains, flat.nodes)]


def layer_count(design: Design) -> int:
    """How many layers the repeats of a design unroll to."""
    nodes = opened(design.nodes, design.edges).nodes
    return sum(number(node["count"], design.vars) for node in nodes.values() if "count" in node)


def nodes_of(design: Design) -> Iterator[Node]:
    """Every node that is drawn, layer by layer."""
    for column in columns_of(design):
        yield from column


def in_order(edges: Any, nodes: Mapping[str, Any]) -> list[str]:
    """The names of nodes as the edges meet them."""
    return list(dict.fromkeys(name for edge in edges for name in chain(edge) if name in nodes))


def number(value: Any, sizes: Mapping[str, Any]) -> int:
    """A number as written, or the size that `$name` stands for."""
    return int(sizes[value[1:]] if isinstance(value, str) else value)


def bars(nodes: list[Node]) -> Iterator[Bar]:
    """The bars of one column. Plumbing is not drawn."""
    bottom = 0
    for node in nodes:
        block = registry()[node["type"]].block
        if block.category not in HEIGHTS:
            continue
        height = HEIGHTS[block.category]
        if block.category == "mixer" and (block.ordered or node.get("window") or node.get("chunk")):
            height = NARROWED
        pieces = PIECES if "n_experts" in node else 1
        piece = (height - (pieces - 1)) // pieces
        for n in range(pieces):
            yield block.category, bottom + n * (piece + 1), piece
        bottom += height + GAP
