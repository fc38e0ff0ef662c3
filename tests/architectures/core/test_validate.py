"""Everything that can be wrong with a design is named, at the node where a person can change it."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from architectures.core.build import build
from architectures.core.design import parse_design
from architectures.core.errors import CODES
from architectures.core.presets import presets
from architectures.core.validate import validate

TINY = next(p for p in presets() if p.slug == "tiny-story-writer").design.to_json()
HYBRID = next(p for p in presets() if p.slug == "tiny-hybrid").design.to_json()


def changed(**changes: Any) -> dict[str, Any]:
    """The tiny story writer with keys at dotted paths changed; a value of None deletes."""
    design: dict[str, Any] = copy.deepcopy(TINY)
    for path, value in changes.items():
        *parents, last = path.split("__")
        place: Any = design
        for parent in parents:
            place = place[parent]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return design


CASES = [
    ({"nodes": {}}, "empty_canvas", ""),
    ({"nodes__layers__nodes__attn__n_heads": 5}, "heads_do_not_divide", "layers.attn"),
    ({"nodes__layers__nodes__attn__n_heads": "four"}, "param_type", "layers.attn"),
    ({"nodes__layers__nodes__attn__type": "Atention"}, "unknown_block", "layers.attn"),
    ({"nodes__layers__nodes__attn__colour": 1}, "unknown_param", "layers.attn"),
    ({"nodes__layers__nodes__ffn__d_ff": "$width"}, "unknown_var", "layers.ffn"),
    ({"nodes__layers__nodes__ffn__d_ff": -1}, "param_range", "layers.ffn"),
    ({"nodes__lost": {"type": "Norm"}}, "not_connected", "lost"),
    ({"edges": ["in -> tok -> layers -> norm -> head"]}, "no_output", ""),
    ({"edges": ["in -> tok -> layers -> norm -> layers", "norm -> head -> out"]}, "cycle", "layers"),
    ({"edges": ["in -> tok -> layers -> norm -> out"], "nodes__head": None}, "output_not_logits", "norm"),
    ({"edges": ["in -> tok -> ghost -> out"]}, "unknown_node", ""),
    ({"nodes__head__tie_to": "norm"}, "tie_target_missing", "head"),
    ({"format": 99}, "newer_format", ""),
]


@pytest.mark.parametrize(("changes", "code", "path"), CASES, ids=[c[1] for c in CASES])
def test_a_fault_is_named_where_it_is(changes: dict[str, Any], code: str, path: str) -> None:
    report = validate(changed(**changes))
    assert not report.valid
    assert (code, path) in [(d.code, d.path) for d in report.diagnostics]


def test_a_context_longer_than_the_positions_is_an_error_with_a_fix() -> None:
    gpt = next(p for p in presets() if p.slug == "tiny-gpt").design
    found = validate(gpt, context_length=1000).diagnostics
    error = next(d for d in found if d.code == "context_exceeds_positions")
    assert error.fix == {"action": "set", "path": "pos", "attr": "max_positions", "value": 1000}


FIXES = [
    ({"nodes__layers__nodes__attn__n_heads": 5}, "heads_do_not_divide", "layers.attn", "n_heads", 4),
    ({"nodes__layers__nodes__attn__n_kv_heads": 3}, "kv_heads_do_not_divide", "layers.attn", "n_kv_heads", 2),
    ({"nodes__layers__nodes__attn__type": "Atention"}, "unknown_block", "layers.attn", "type", "Attention"),
    ({"nodes__tok__d_model": "$d_modle"}, "unknown_var", "tok", "d_model", "$d_model"),
    ({"nodes__layers__count": 9999}, "param_range", "layers", "count", 512),
    ({"nodes__norm__d_model": 64}, "width_written", "norm", "d_model", 128),
    (
        {"nodes__head__vocab_size": 70, "nodes__tok__vocab_size": 80},
        "vocab_mismatch",
        "head",
        "vocab_size",
        80,
    ),
]


@pytest.mark.parametrize(("changes", "code", "path", "attr", "value"), FIXES, ids=[f[1] for f in FIXES])
def test_a_fault_with_one_way_out_names_it(
    changes: dict[str, Any], code: str, path: str, attr: str, value: Any
) -> None:
    found = [d.fix for d in validate(changed(**changes)).diagnostics if d.code == code]
    assert found == [{"action": "set", "path": path, "attr": attr, "value": value}]


def repeat(depth: int, count: int) -> dict[str, Any]:
    """Containers inside each other around one dropout."""
    node: dict[str, Any] = {"type": "Dropout"}
    for _ in range(depth):
        node = {"type": "Repeat", "count": count, "nodes": {"a": node}, "edges": ["in -> a -> out"]}
    return node


def long_chain(*more: str) -> dict[str, Any]:
    names = [f"n{i}" for i in range(4900)]
    chain = " -> ".join(["in", *names, "out"])
    return {"nodes": {n: {"type": "Dropout"} for n in names}, "edges": [chain, *more]}


HOSTILE = [
    (changed(nodes__layers=repeat(6, 512)), "too_many_layers"),
    (changed(nodes__layers__edges=["in -> out"], nodes__layers__nodes={}), "empty_canvas"),
    (long_chain("n4899 -> n4898"), "cycle"),
    (changed(edges=["in -> tok"] * 50_000), "duplicate_edge"),
    (changed(nodes__tok__type="x" * 1_000_000), "unknown_block"),
    (changed(vars__context_length="long"), "bad_var"),
]


@pytest.mark.parametrize(("document", "code"), HOSTILE, ids=[c for _, c in HOSTILE])
def test_what_is_meant_to_hurt_is_named_too(document: dict[str, Any], code: str) -> None:
    report = validate(document)
    assert not report.valid
    assert code in [d.code for d in report.diagnostics]
    assert len(report.diagnostics) <= 200


def test_a_shape_that_does_not_fit_names_the_node_that_it_comes_from() -> None:
    edges = ["in -> tok -> layers -> norm -> sum", "tok -> wide -> sum", "sum -> head -> out"]
    extra = {"nodes__wide": {"type": "Linear", "d_out": 64}, "nodes__sum": {"type": "Add"}}
    found = validate(changed(edges=edges, **extra)).diagnostics
    assert {"source": "wide", "expected": 128, "actual": 64} in [d.values for d in found]


def test_without_a_tokenizer_the_vocabulary_is_assumed_and_said_so() -> None:
    found = validate(TINY).diagnostics
    assert [(d.code, d.severity, d.values) for d in found] == [
        ("vocab_size_assumed", "info", {"vocab_size": 1024})
    ]
    assert validate(TINY, vocab_size=300).diagnostics == []


def test_shapes_are_given_at_every_node() -> None:
    shapes = validate(TINY).shapes
    assert shapes["layers.ffn"] == ["B", "T", 128]
    assert shapes["head"] == ["B", "T", 1024]


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "{}", '{"nodes": 3, "edges": []}', "[" * 100_000, b"\xff\xfe"]
)
def test_what_is_no_design_is_named_and_never_raises(text: str | bytes) -> None:
    report = validate(text)
    assert not report.valid
    assert report.diagnostics[0].code in CODES


values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 300),
        st.floats(),
        st.text(max_size=4),
        st.sampled_from(["$d_model", "in -> out", "attn", "Repeat", "Norm", "tok"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["attn", "ffn", "type", "nodes", "edges", "count"]), inner, max_size=3
        ),
    ),
    max_leaves=5,
)
paths = st.sampled_from(
    [
        ("nodes", "layers", "nodes", "attn"),
        ("nodes", "layers", "patterns", 0, "variants", "local"),
        ("nodes", "layers", "patterns", 0, "variants", "local", "attn"),
        ("nodes", "layers", "patterns", 0, "assign"),
        ("nodes", "layers"),
        ("nodes", "tok"),
        ("nodes", "head"),
        ("nodes",),
        ("vars",),
        ("layout",),
        (),
    ]
)
keys = st.sampled_from(
    [
        "type",
        "n_heads",
        "n_kv_heads",
        "head_dim",
        "rope",
        "window",
        "count",
        "edges",
        "nodes",
        "patterns",
        "d_model",
        "d_ff",
        "tie_to",
        "vocab_size",
        "cycle",
        "list",
        "ranges",
        "default",
        "attn",
        "ffn",
        "tok",
        "layers",
        "context_length",
        "meta",
        "layout",
        "vars",
        "format",
    ]
)


@given(st.lists(st.tuples(paths, keys, values), min_size=1, max_size=4))
def test_a_mutated_design_never_raises_and_what_is_valid_can_be_built(
    mutations: list[tuple[tuple[str | int, ...], str, Any]],
) -> None:
    design: Any = copy.deepcopy(HYBRID)
    for path, key, value in mutations:
        place = design
        for name in path:
            try:
                place = place[name]
            except (KeyError, IndexError, TypeError):
                place = None
        if isinstance(place, dict):
            place[key] = value
    report = validate(design)
    assert all(d.values.keys() == set(CODES[d.code]) for d in report.diagnostics)
    if report.valid:
        model = build(parse_design(design), device="meta")
        assert report.costs.totals["parameters"] == sum(p.numel() for p in model.parameters())


def test_what_is_left_out_is_told_as_it_comes_out(preset: Any) -> None:
    said = validate(preset("tiny-story-writer"), vocab_size=77).to_json()["implied"]
    assert said["tok"] == {"vocab_size": 77}
    assert said["layers.norm1"] == {"d_model": 128}
    assert said["layers.attn"] == {"d_model": 128, "n_kv_heads": 4, "head_dim": 32, "scale": 32**-0.5}
    written = preset("tiny-story-writer")
    written["nodes"]["layers"]["nodes"]["attn"] |= {"head_dim": 16, "n_kv_heads": 2}
    said = validate(written).to_json()["implied"]
    assert said["layers.attn"] == {"d_model": 128, "scale": 0.25}
