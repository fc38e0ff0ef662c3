"""The figure of a design."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from architectures.core.design import parse_design
from architectures.core.diagram import png, svg
from architectures.core.presets import Preset, presets

Document = dict[str, Any]
NAMESPACE = "{http://www.w3.org/2000/svg}"


def texts(figure: str) -> list[str]:
    return [e.text or "" for e in ElementTree.fromstring(figure).iter(f"{NAMESPACE}text")]  # noqa: S314 - our own


@pytest.mark.parametrize("preset", presets(), ids=lambda p: p.slug)
def test_every_preset_has_a_figure(preset: Preset) -> None:
    shown = texts(svg(preset.design))
    assert {"tokens", "logits"} <= set(shown)
    assert preset.title in shown


def test_a_repeat_says_how_often_and_which_layers_differ(preset: Callable[[str], Document]) -> None:
    shown = texts(svg(parse_design(preset("tiny-hybrid"))))
    assert "× 6" in shown
    assert {"local: 4 of 6", "global: 2 of 6"} <= set(shown)


def test_what_people_type_is_escaped(preset: Callable[[str], Document]) -> None:
    document = preset("tiny-gpt")
    document["meta"]["title"] = '<script>alert("&")</script> 작은 모델\x08'
    figure = svg(parse_design(document))
    assert "<script" not in figure
    assert '<script>alert("&")</script> 작은 모델' in texts(figure)


def test_side_by_side_branches_do_not_overlap(wrapped: Callable[..., Document]) -> None:
    document = wrapped({"type": "Norm"})
    document["nodes"] |= {
        "attn": {"type": "Attention", "n_heads": 2},
        "ffn": {"type": "FeedForward", "d_ff": 32},
        "add": {"type": "Add"},
    }
    document["edges"] = ["in -> tok -> add", "tok -> it -> attn -> add", "it -> ffn -> add -> head -> out"]
    root = ElementTree.fromstring(svg(parse_design(document)))  # noqa: S314 - our own
    spans: dict[str, list[tuple[float, float]]] = {}
    for group in root.iter(f"{NAMESPACE}g"):
        box = group.find(f"{NAMESPACE}rect")
        place = group.get("transform", "")
        if box is not None and place.startswith("translate"):
            x, y = (float(n) for n in place[len("translate(") : -1].split())
            left = x + float(box.get("x", 0))
            spans.setdefault(str(y), []).append((left, left + float(box.get("width", 0))))
    rows = [sorted(row) for row in spans.values() if len(row) == 2]
    assert len(rows) == 1
    assert rows[0][0][1] < rows[0][1][0]


def test_a_png_is_one(preset: Callable[[str], Document]) -> None:
    small, large = (png(parse_design(preset("tiny-gpt")), scale) for scale in (1, 2))
    assert small.startswith(b"\x89PNG")
    assert int.from_bytes(large[16:20]) == 2 * int.from_bytes(small[16:20])
