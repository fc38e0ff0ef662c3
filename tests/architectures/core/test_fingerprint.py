"""Two designs share a fingerprint exactly when they compute the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from architectures.core.design import fingerprint, parse_design
from architectures.core.presets import presets

TINY = next(p for p in presets() if p.slug == "tiny-hybrid").design.to_json()
PLACES = ["tok", "norm", "head"]


def of(document: Any) -> str:
    return fingerprint(parse_design(document))


def parallel(*edges: str, **nodes: Any) -> dict[str, Any]:
    """Two branches from the embedding, joined again."""
    inner = {
        "tok": {"type": "TokenEmbedding", "d_model": 8},
        "add": {"type": "Add"},
        "head": {"type": "LMHead"},
    }
    return {"nodes": {**inner, **nodes}, "edges": ["in -> tok", *edges, "add -> head -> out"]}


@given(st.permutations(PLACES), st.text(st.characters(codec="ascii", exclude_characters="\0")), st.integers())
def test_names_places_and_notes_do_not_count(names: list[str], title: str, x: int) -> None:
    renamed = dict(zip(PLACES, [f"{n}_2" for n in names], strict=True))
    text = json.dumps({k: TINY[k] for k in ("vars", "nodes", "edges")})
    for old, new in renamed.items():
        text = text.replace(f'"{old}"', f'"{new}"').replace(f" {old} ", f" {new} ")
    document = {**json.loads(text), "layout": {"layers": [x % 999, 0]}, "meta": {"title": title}}
    assert of(document) == of(TINY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["in -> a -> b -> out"], ["in -> a", "a->b", "  b -> out "]),
        (["in -> a -> b -> out"], ["b -> out", "a -> b", "in -> a"]),
    ],
)
def test_the_spelling_of_edges_does_not_count(one: list[str], other: list[str]) -> None:
    nodes = {"a": {"type": "TokenEmbedding", "d_model": 8}, "b": {"type": "LMHead"}}
    assert of({"nodes": nodes, "edges": one}) == of({"nodes": nodes, "edges": other})


@pytest.mark.parametrize(
    ("implied", "other"),
    [
        ({"head_dim": 8}, {"head_dim": 4}),
        ({"n_kv_heads": 2}, {"n_kv_heads": 1}),
        ({"scale": 8**-0.5}, {"scale": 1.0}),
    ],
    ids=str,
)
def test_what_would_follow_anyway_does_not_count(
    wrapped: Callable[..., Any], implied: dict[str, Any], other: dict[str, Any]
) -> None:
    attention = {"type": "Attention", "n_heads": 2, "rope": {}}
    assert of(wrapped(attention)) == of(wrapped({**attention, **implied}))
    assert of(wrapped(attention)) != of(wrapped({**attention, **other}))


def test_a_written_default_and_an_inferred_width_do_not_count(wrapped: Callable[..., Any]) -> None:
    plain, spelt = {"type": "Norm"}, {"type": "Norm", "kind": "rms", "bias": False, "d_model": 16}
    assert of(wrapped(plain)) == of(wrapped(spelt))


def test_a_cycle_and_the_same_list_are_one(repeated: Callable[..., Any]) -> None:
    variants = {"x": {"attn": {"window": 4}}, "y": {}}
    cycle = repeated(4, [{"assign": {"cycle": ["x", "y"]}, "variants": variants}])
    listed = repeated(4, [{"assign": {"list": ["x", "y", "x", "y"]}, "variants": variants}])
    turned = repeated(4, [{"assign": {"list": ["y", "x", "y", "x"]}, "variants": variants}])
    assert of(cycle) == of(listed) != of(turned)


def test_one_norm_used_twice_is_not_two_norms() -> None:
    ff = {"type": "FeedForward", "d_ff": 4}
    shared = parallel("tok -> n -> f -> add", "n -> g -> add", n={"type": "Norm"}, f=ff, g=ff)
    own = parallel(
        "tok -> n -> f -> add", "tok -> m -> g -> add", n={"type": "Norm"}, m={"type": "Norm"}, f=ff, g=ff
    )
    assert of(shared) != of(own)


def test_the_order_of_inputs_counts() -> None:
    norm = {"type": "Norm"}
    stream_first = parallel("tok -> add", "tok -> n -> add", n=norm)
    branch_first = parallel("tok -> n -> add", "tok -> add", n=norm)
    assert of(stream_first) != of(branch_first)


def test_the_context_counts(preset: Callable[[str], Any]) -> None:
    longer = preset("llama-style")
    longer["vars"]["context_length"] += 1
    assert of(longer) != of(preset("llama-style"))


def test_a_design_with_a_fault_has_one_too() -> None:
    assert len(of({"nodes": {}, "edges": []})) == 64
