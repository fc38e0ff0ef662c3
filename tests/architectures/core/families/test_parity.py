"""What a design of a published family computes is what the published model computes, from its own files."""

from __future__ import annotations

import json
from typing import Any

import pytest
import torch

from architectures.core.build import build
from architectures.core.design import fingerprint, parse_design
from architectures.core.families import matching, read_config
from tests.architectures.core.families.cases import CASES, Case
from tests.architectures.core.families.published import (
    SCAN_LIMIT,
    Pair,
    decoding_difference,
    filled,
    limit,
    pair,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=CASES, ids=lambda c: c.name)
def shown(request: pytest.FixtureRequest) -> tuple[Case, Pair]:
    return request.param, pair(request.param)


def test_logits_are_the_published_ones(shown: tuple[Case, Pair]) -> None:
    case, found = shown
    assert found.difference() < limit(case)


def test_parameters_are_as_many(shown: tuple[Case, Pair]) -> None:
    _, found = shown
    theirs, ours = (sum(p.numel() for p in m.parameters()) for m in (found.published, found.ours))
    assert ours == theirs


def test_a_wrong_eps_would_show(shown: tuple[Case, Pair]) -> None:
    case, _ = shown
    assert pair(case, eps=1e-2).difference() < limit(case)


def test_token_by_token_is_as_all_at_once(shown: tuple[Case, Pair]) -> None:
    case, found = shown
    assert decoding_difference(case, found) < SCAN_LIMIT


def test_the_design_is_found_to_be_of_the_family_again(shown: tuple[Case, Pair]) -> None:
    _, found = shown
    config = dict(next(c for f, c in matching(found.design) if f.slug == found.family.slug))
    _, document = read_config(json.loads(json.dumps(config)))
    assert fingerprint(parse_design(document)) == fingerprint(found.design)


def test_weights_go_out_as_they_came_in(shown: tuple[Case, Pair]) -> None:
    _, found = shown
    family, config = next((f, c) for f, c in matching(found.design) if f.slug == found.family.slug)
    kept = {name: t for name, t in found.ours.state_dict().items() if name not in found.ours.tied}
    written = family.weights_out(kept, config)
    assert written.keys() == found.tensors.keys()
    assert all(torch.equal(tensor, found.tensors[name]) for name, tensor in written.items())


def test_a_design_drawn_by_hand_is_of_the_family_too(shown: tuple[Case, Pair]) -> None:
    """Other names of nodes, edges told one by one: the same model, whose weights find the same places."""
    _, found = shown
    design = parse_design(renamed(found.design.to_json()))
    family, config = next((f, c) for f, c in matching(design) if f.slug == found.family.slug)
    model = filled(build(design), {_renamed_tensor(n): t for n, t in found.ours.state_dict().items()})
    kept = {name: t for name, t in model.state_dict().items() if name not in model.tied}
    assert family.weights_out(kept, config).keys() == found.tensors.keys()


def renamed(document: dict[str, Any]) -> dict[str, Any]:
    """Every node called otherwise, and edges written one by one."""
    made = {**document, **_scope(document), "layout": {}}
    for node in made["nodes"].values():
        if "tie_to" in node:
            node["tie_to"] = _new(node["tie_to"])
    return made


def _scope(scope: dict[str, Any]) -> dict[str, Any]:
    pairs = [
        p for edge in scope["edges"] for p in zip(edge.split(" -> "), edge.split(" -> ")[1:], strict=False)
    ]
    nodes = {_new(name): _node(node) for name, node in scope["nodes"].items()}
    return {"nodes": nodes, "edges": [f"{_new(a)} -> {_new(b)}" for a, b in pairs]}


def _node(node: dict[str, Any]) -> dict[str, Any]:
    if "nodes" not in node:
        return dict(node)
    patterns = [
        {**p, "variants": {v: {_new(n): c for n, c in o.items()} for v, o in p["variants"].items()}}
        for p in node.get("patterns", [])
    ]
    return {**node, **_scope(node), "patterns": patterns}


def _new(name: str) -> str:
    return name if name in ("in", "out") else f"my_{name}"


def _renamed_tensor(name: str) -> str:
    parts = name.split(".")
    parts[0] = _new(parts[0])
    if parts[1].isdigit():
        parts[2] = _new(parts[2])
    return ".".join(parts)
