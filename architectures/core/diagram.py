"""A design as a figure, the way papers draw them: tokens enter at the bottom, logits leave at the top."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from architectures.core.blocks import Block
from architectures.core.blocks.base import COLOURS
from architectures.core.composites import node_at
from architectures.core.design import Design
from architectures.core.graph import GraphPlan, NodePlan, planned
from architectures.core.patterns import variants_of

FONT = "'Noto Sans', 'Noto Sans KR', 'Noto Sans CJK KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif"
BOX_HEIGHT, LINE, GAP, PAD, SIDE = 46, 15, 26, 22, 26  # pixels
ADD_RADIUS = 11
MIN_WIDTH, MAX_TEXT = 150, 34
INK, PAPER, FRAME = "#1e293b", "#ffffff", "#94a3b8"
TINTS = ("#475569", "#cbd5e1", "#64748b", "#e2e8f0", "#334155", "#94a3b8")
MAX_STRIP, STRIP_ROW, STRIP_STEP = 96, 8, 12  # layers drawn one by one beside a Repeat, in rows, pixels apart
FACTS = (
    ("n_heads", "{} heads"),
    ("n_kv_heads", "{} kv"),
    ("window", "window {}"),
    ("n_experts", "{} experts"),
    ("top_k", "top {}"),
    ("d_ff", "{}"),
    ("d_expert", "{}"),
    ("kind", "{}"),
    ("activation", "{}"),
    ("rope", "RoPE"),
    ("d_model", "{}"),
    ("max_positions", "{} positions"),
    ("d_out", "to {}"),
)


@dataclass
class Drawing:
    """A piece of the figure. Its middle axis is x = 0; it grows from y = 0 downwards, so its input is at `height`."""

    left: float = 0.0
    right: float = 0.0
    height: float = 0.0
    marks: list[str] = field(default_factory=list)


def svg(design: Design) -> str:
    """Return the figure. Raises DesignError for an unsound design."""
    plan, _ = planned(design)
    drawn = _scope(design, plan, ("tokens", "logits"))
    title = " ".join(str(design.meta.get("title") or "").split())[:120]
    head = 44 if title else 12
    half = max(-drawn.left, drawn.right, _wide(title, 17) / 2) + 16
    width, height = 2 * half, drawn.height + head + 16
    body = "\n".join(drawn.marks)
    heading = _text(half, 28, title, 17, INK, bold=True) if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="{escape(FONT)}" role="img">\n'
        f"<title>{_safe(title or 'Architecture')}</title>\n"
        f'<rect width="100%" height="100%" fill="{PAPER}"/>\n{heading}\n'
        f'<g transform="translate({half:.1f} {head})">\n{body}\n</g>\n</svg>\n'
    )


def png(design: Design, scale: float = 2.0) -> bytes:
    """Return the figure as a PNG. Letters come from the fonts of the system: Noto Sans CJK for Korean."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg(design), zoom=round(scale), font_family="sans-serif"))


def _scope(design: Design, plan: GraphPlan, ends: tuple[str, str] | None) -> Drawing:
    """Draw nodes in rows by how far they are from the input; what skips rows runs along the side."""
    depth = _depths(plan)
    rows: dict[int, list[str]] = {}
    for name in plan.nodes:
        rows.setdefault(depth[name], []).append(name)
    pieces = {name: _node(design, node) for name, node in plan.nodes.items()}
    out = Drawing()
    places: dict[str, tuple[float, float, float]] = {}  # x, top, bottom
    y = float(GAP if ends is None else 2 * GAP)
    for row in sorted(rows, reverse=True):
        y = _row(out, rows[row], pieces, places, y) + GAP
    out.height = y if ends is None else y + GAP
    # Where the stream enters and leaves, as if these were nodes.
    places["in"], places["out"] = (0.0, out.height, out.height), (0.0, 0.0, 0.0)
    if ends is not None:
        out.marks += [_text(0, out.height - 6, ends[0], 13, INK), _text(0, 16, ends[1], 13, INK)]
        places["in"], places["out"] = (0.0, out.height - 22, out.height), (0.0, 0.0, 22.0)
    depth |= {"in": 0, "out": max(rows) + 1}
    _edges(out, plan, depth, places)
    return out


def _depths(plan: GraphPlan) -> dict[str, int]:
    depth: dict[str, int] = {"in": 0}
    for name, node in plan.nodes.items():
        depth[name] = 1 + max(depth[i] for i in node.inputs)
    return depth


def _row(
    out: Drawing,
    names: list[str],
    pieces: dict[str, Drawing],
    places: dict[str, tuple[float, float, float]],
    y: float,
) -> float:
    """Put the pieces of a row side by side; return where they end."""
    whole = sum(pieces[n].right - pieces[n].left for n in names) + SIDE * (len(names) - 1)
    tall = max(pieces[n].height for n in names)
    x = -whole / 2
    for name in names:
        piece = pieces[name]
        middle = 0.0 if len(names) == 1 else x - piece.left
        top = y + (tall - piece.height) / 2
        places[name] = (middle, top, top + piece.height)
        out.marks.append(
            f'<g transform="translate({middle:.1f} {top:.1f})">' + "\n".join(piece.marks) + "</g>"
        )
        out.left, out.right = min(out.left, middle + piece.left), max(out.right, middle + piece.right)
        x += piece.right - piece.left + SIDE
    return y + tall


def _edges(
    out: Drawing, plan: GraphPlan, depth: dict[str, int], places: dict[str, tuple[float, float, float]]
) -> None:
    pairs = [(i, name) for name, node in plan.nodes.items() for i in node.inputs] + [(plan.last, "out")]
    lanes: list[tuple[int, int]] = []  # the rows that each side path spans
    edge_left = out.left
    for source, target in sorted(pairs, key=lambda p: depth[p[1]] - depth[p[0]]):
        (x1, top, _), (x2, _, bottom) = places[source], places[target]
        if depth[target] - depth[source] == 1:
            out.marks.append(_arrow(_straight(x1, top, x2, bottom)))
            continue
        span = depth[source], depth[target]
        lane = sum(1 for a, b in lanes if a < span[1] and span[0] < b)
        lanes.append(span)
        side = edge_left - 16 - 12 * lane
        out.left = min(out.left, side - 4)
        is_add = target in plan.nodes and type(plan.nodes[target].block).__name__ == "Add"
        out.marks.append(_arrow(_around(x1, top, x2, bottom, side, is_add)))


def _straight(x1: float, y1: float, x2: float, y2: float) -> str:
    if x1 == x2:
        return f"M{x1:.1f} {y1:.1f}V{y2 + 5:.1f}"
    middle = (y1 + y2) / 2
    return f"M{x1:.1f} {y1:.1f}C{x1:.1f} {middle:.1f} {x2:.1f} {middle:.1f} {x2:.1f} {y2 + 5:.1f}"


def _around(x1: float, y1: float, x2: float, y2: float, side: float, is_add: bool) -> str:
    """Leave the line above a node, go up along the side, and come back: into an Add from beside it."""
    start, r = y1 - 8, 10
    end = y2 - ADD_RADIUS if is_add else y2 + 10
    head = f"M{x1:.1f} {start:.1f}H{side + r:.1f}Q{side:.1f} {start:.1f} {side:.1f} {start - r:.1f}V{end + r:.1f}"
    if is_add:
        return f"{head}Q{side:.1f} {end:.1f} {side + r:.1f} {end:.1f}H{x2 - ADD_RADIUS - 5:.1f}"
    return f"{head}Q{side:.1f} {end:.1f} {side + r:.1f} {end:.1f}H{x2 - 14:.1f}L{x2 - 9:.1f} {y2 + 5:.1f}"


def _arrow(path: str) -> str:
    """A path with a head that is drawn, not a marker: not every program knows those."""
    x, y, turned = _end(path)
    head = f"M{x - 4:.1f} {y + 1:.1f}l4 -6l4 6z" if not turned else f"M{x - 1:.1f} {y - 4:.1f}l6 4l-6 4z"
    return f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="1.4"/><path d="{head}" fill="{INK}"/>'


def _end(path: str) -> tuple[float, float, bool]:
    if path.rpartition("H")[2].replace(".", "").replace("-", "").isdigit() and "Q" in path:
        y = float(path.rpartition("H")[0].split()[-1])
        return float(path.rpartition("H")[2]), y, True
    if "V" in path and "Q" not in path:
        return float(path[1:].split()[0]), float(path.rpartition("V")[2]), False
    last = path.replace("L", " ").split()[-2:]
    return float(last[0]), float(last[1]), False


def _node(design: Design, node: NodePlan) -> Drawing:
    if node.block.container:
        return _repeat(design, node)
    if type(node.block).__name__ == "Add":
        return _add(node)
    lines = [str(node.block.title["en"]), _facts(node.block)]
    wide = max(MIN_WIDTH, _wide(lines[0], 14) + 28, _wide(lines[1], 11) + 24)
    colour = COLOURS[node.block.category]
    box = (
        f'<rect x="{-wide / 2:.1f}" y="0" width="{wide:.1f}" height="{BOX_HEIGHT}" rx="8" '
        f'fill="{colour}" fill-opacity="0.14" stroke="{colour}" stroke-width="1.4"/>'
    )
    first = 20 if lines[1] else 28
    marks = [box, _text(0, first, lines[0], 14, INK, bold=True)]
    marks += [_text(0, 36, lines[1], 11, INK)] if lines[1] else []
    return Drawing(-wide / 2, wide / 2, BOX_HEIGHT, marks)


def _add(node: NodePlan) -> Drawing:
    r = ADD_RADIUS
    marks = [
        f'<circle cx="0" cy="{r}" r="{r}" fill="{PAPER}" stroke="{INK}" stroke-width="1.4"/>',
        f'<path d="M-5 {r}H5M0 {r - 5}V{r + 5}" stroke="{INK}" stroke-width="1.6"/>',
    ]
    scale = getattr(node.block, "branch_scale", 1.0)
    marks += [_text(r + 6, r + 4, f"× {scale:g}", 11, INK, anchor="start")] if scale != 1.0 else []
    return Drawing(-r, r, 2 * r, marks)


def _repeat(design: Design, node: NodePlan) -> Drawing:
    """A frame around one layer, how often it is repeated, and which layers differ."""
    inner = _scope(design, node.variants[node.layers[0]], None)
    count = len(node.layers)
    legend = _legend(design, node)
    half = max(-inner.left, inner.right) + PAD
    half = max(half, MIN_WIDTH / 2 + PAD)
    label = f"× {count}"
    marks = [
        f'<rect x="{-half:.1f}" y="0" width="{2 * half:.1f}" height="{inner.height:.1f}" rx="16" fill="#f8fafc" '
        f'stroke="{FRAME}" stroke-width="1.6" stroke-dasharray="6 4"/>',
        _text(half + 10, inner.height / 2 + 5, label, 16, INK, bold=True, anchor="start"),
        *inner.marks,
    ]
    wide = max([_wide(label, 16), *(_wide(line, 11) + 14 for line in legend)])
    if legend:
        marks += _strip(node, legend, half + 10, inner.height / 2 + 16)
        wide = max(wide, STRIP_STEP * min(len(node.layers), STRIP_ROW))
    return Drawing(-half, half + 14 + wide, inner.height, marks)


def _strip(node: NodePlan, legend: list[str], x: float, y: float) -> list[str]:
    """Little squares, a layer each from the first to the last, coloured by what kind it is."""
    marks = [
        _square(x + i % STRIP_ROW * STRIP_STEP, y + i // STRIP_ROW * STRIP_STEP, variant)
        for i, variant in enumerate(node.layers[:MAX_STRIP])
    ]
    y += STRIP_STEP * ((min(len(node.layers), MAX_STRIP) - 1) // STRIP_ROW + 1) + 14
    for i, line in enumerate(legend):
        marks += [_square(x, y - 8 + LINE * i, i), _text(x + 14, y + LINE * i, line, 11, INK, anchor="start")]
    return marks


def _square(x: float, y: float, variant: int) -> str:
    tint = TINTS[variant % len(TINTS)]
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="9" height="9" rx="2" fill="{tint}"/>'


def _legend(design: Design, node: NodePlan) -> list[str]:
    if len(node.variants) < 2:
        return []
    raw = node_at(design.nodes, node.path)
    lines = []
    for variant in range(min(len(node.variants), len(TINTS))):
        layer = node.layers.index(variant)
        names = variants_of(raw, layer, len(node.layers))
        count = node.layers.count(variant)
        lines.append(f"{' + '.join(n for n in names if n) or 'as drawn'}: {count} of {len(node.layers)}"[:60])
    return lines


def _facts(block: Block) -> str:
    """The few parameters that a reader of a paper looks for."""
    found = []
    for name, shown in FACTS:
        value = getattr(block, name, None)
        if value is not None and not isinstance(value, bool) and value != 0:
            found.append(shown.format(value))
    return " · ".join(found[:4])[:MAX_TEXT]


def _wide(text: str, size: float) -> float:
    """About how wide a text is: Korean letters are square, Latin ones about half as wide."""
    return sum(size if unicodedata.east_asian_width(c) in "WF" else 0.58 * size for c in text)


def _text(
    x: float, y: float, text: str, size: int, colour: str, bold: bool = False, anchor: str = "middle"
) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}"{weight} fill="{colour}" '
        f'text-anchor="{anchor}">{_safe(text)}</text>'
    )


def _safe(text: str) -> str:
    """Escaped, and without characters that XML does not allow."""
    return escape("".join(c for c in text if c.isprintable()))
