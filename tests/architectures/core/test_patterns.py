"""Patterns give each layer its variant; the cases are shared with the canvas."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from architectures.core.build import build
from architectures.core.design import parse_design
from architectures.core.errors import DesignError
from architectures.core.patterns import layer_nodes, variants_of
from architectures.core.validate import validate

SHARED = Path(__file__).parents[2] / "cases"
CASES = json.loads((SHARED / "patterns.json").read_text())
LAYERS = json.loads((SHARED / "layers.json").read_text())
SPLIT = {"cycle": ["near", "far"]}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_a_pattern_assigns_variants_or_says_why_not(case: dict[str, Any]) -> None:
    repeat, count = {"patterns": [{"assign": case["assign"]}]}, case["count"]
    if "code" in case:
        with pytest.raises(DesignError, match=case["code"]):
            [variants_of(repeat, layer, count) for layer in range(count)]
    else:
        assert [variants_of(repeat, layer, count)[0] for layer in range(count)] == case["variants"]


@pytest.mark.parametrize("case", LAYERS, ids=lambda c: c["name"])
def test_a_layer_is_what_its_variants_make_of_it(case: dict[str, Any]) -> None:
    names = variants_of(case, case["layer"], case["count"])
    assert layer_nodes(case, names, "layers") == case["expected"]


def layers(document: Any) -> list[Any]:
    return list(build(parse_design(document), vocab_size=32).get_submodule("it").children())


def test_an_override_replaces_a_whole_parameter(repeated: Callable[..., Any]) -> None:
    far = {"attn": {"rope": {"theta": 500.0}}}
    patterns = [{"assign": SPLIT, "variants": {"near": {}, "far": far}}]
    near, other = layers(repeated(2, patterns, rope={"theta": 100.0, "fraction": 0.5}))
    assert (near.attn.rope.theta, near.attn.rope.dim) == (100.0, 4)
    assert (other.attn.rope.theta, other.attn.rope.dim) == (500.0, 8)  # the fraction did not leak


def test_a_new_type_replaces_the_node(repeated: Callable[..., Any]) -> None:
    far = {"attn": {"type": "FeedForward", "d_ff": 8}}
    near, other = layers(repeated(2, [{"assign": SPLIT, "variants": {"near": {}, "far": far}}]))
    assert type(near.attn).__name__ == "Attention"
    assert type(other.attn).__name__ == "FeedForward"


def test_patterns_stack(repeated: Callable[..., Any]) -> None:
    windows = {"assign": SPLIT, "variants": {"near": {"attn": {"window": 4}}, "far": {}}}
    drops = {"assign": {"ranges": {"2-": "late"}}, "variants": {"late": {"drop": {"p": 0.5}}}}
    found = [(x.attn.window, x.drop.p) for x in layers(repeated(4, [windows, drops]))]
    assert found == [(4, 0.1), (None, 0.1), (4, 0.5), (None, 0.5)]


@pytest.mark.parametrize(
    ("override", "code", "path"),
    [
        ({"attn": {"type": 5}}, "missing_key", "it.attn"),
        ({"attn": {"type": []}}, "missing_key", "it.attn"),
        ({"attn": {"type": "Repeat", "count": 2}}, "missing_key", "it.attn"),
        ({"attn": {"type": "Repeat", "count": 2, "nodes": 3, "edges": 4}}, "wrong_type", "it.attn"),
        ({"ghost": {}}, "pattern_unknown_node", "it"),
        ({"attn": {"n_heads": 3}}, "heads_do_not_divide", "it.attn"),
    ],
)
def test_a_bad_override_is_named(
    repeated: Callable[..., Any], override: dict[str, Any], code: str, path: str
) -> None:
    patterns = [{"assign": SPLIT, "variants": {"near": {}, "far": override}}]
    assert (code, path) in [(d.code, d.path) for d in validate(repeated(2, patterns)).diagnostics]


def test_a_variant_that_is_not_described_leaves_layers_as_drawn_and_is_remarked(
    repeated: Callable[..., Any],
) -> None:
    document = repeated(2, [{"assign": SPLIT, "variants": {"near": {"attn": {"window": 4}}}}])
    found = list(validate(document, vocab_size=32).diagnostics)
    assert [(d.code, d.severity, d.values["name"]) for d in found] == [
        ("pattern_unknown_variant", "warning", "far")
    ]
    assert [layer.attn.window for layer in layers(document)] == [4, None]


def test_containers_nest_and_their_costs_add_up(repeated: Callable[..., Any]) -> None:
    document = repeated(2)
    document["nodes"]["it"] = {
        "type": "Repeat", "count": 3, "nodes": {"deep": document["nodes"]["it"]}, "edges": ["in -> deep -> out"],
    }  # fmt: skip
    report, model = validate(document), build(parse_design(document))
    nodes = report.costs.nodes
    assert report.costs.totals["parameters"] == sum(p.numel() for p in model.parameters())
    assert nodes["it"].parameters == nodes["it.deep"].parameters == nodes["it.deep.attn"].parameters
    assert [nodes[p].count for p in ("it", "it.deep", "it.deep.attn")] == [1, 3, 6]


def test_two_kinds_of_layer_are_both_counted(repeated: Callable[..., Any]) -> None:
    patterns = [{"assign": SPLIT, "variants": {"near": {}, "far": {"attn": {"n_kv_heads": 1}}}}]
    report, model = validate(repeated(3, patterns)), build(parse_design(repeated(3, patterns)))
    assert report.costs.totals["parameters"] == sum(p.numel() for p in model.parameters())
    assert report.costs.nodes["it.attn"].count == 3
