"""Everything that can be wrong with a design is named, at the node where a person can change it."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from architectures.core.errors import CODES
from architectures.core.presets import presets
from architectures.core.validate import validate

TINY = next(p for p in presets() if p.slug == "tiny-story-writer").design.to_json()


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


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "{}", '{"nodes": 3, "edges": []}', "[" * 100_000, b"\xff\xfe"]
)
def test_what_is_no_design_is_named_and_never_raises(text: str | bytes) -> None:
    report = validate(text)
    assert not report.valid
    assert report.diagnostics[0].code in CODES


values = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 300), st.text(max_size=4), st.just("$d_model"), st.just([])
)
paths = st.sampled_from(
    [("nodes", "layers", "nodes", "attn"), ("nodes", "layers"), ("nodes", "tok"), ("nodes", "head"), ()]
)
keys = st.sampled_from(
    ["type", "n_heads", "n_kv_heads", "rope", "count", "edges", "nodes", "patterns", "d_model", "tie_to"]
)


@given(st.lists(st.tuples(paths, keys, values), max_size=4))
def test_a_mutated_design_never_raises(mutations: list[tuple[tuple[str, ...], str, Any]]) -> None:
    design: Any = copy.deepcopy(TINY)
    for path, key, value in mutations:
        place = design
        for name in path:
            place = place.get(name) if isinstance(place, dict) else None
        if isinstance(place, dict):
            place[key] = value
    report = validate(design)
    assert all(d.code in CODES for d in report.diagnostics)
