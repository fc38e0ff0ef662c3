"""Which families a design is of."""

from __future__ import annotations

from typing import Any

from architectures.core.design import parse_design
from architectures.core.families import matching
from architectures.core.presets import presets


def slugs(document: Any) -> list[str]:
    return [family.slug for family, _ in matching(parse_design(document))]


def llama_style() -> dict[str, Any]:
    return next(p for p in presets() if p.slug == "llama-style").design.to_json()


def test_of_several_families_the_best_known_comes_first() -> None:
    found = slugs(llama_style())
    assert found[0] == "llama"
    assert len(found) > 1


def test_a_block_that_no_family_has_there_is_of_none() -> None:
    document = llama_style()
    document["nodes"]["drop"] = {"type": "Dropout", "p": 0.1}
    document["edges"] = ["in -> tok -> drop -> layers -> norm -> head -> out"]
    assert slugs(document) == []


def test_a_design_that_cannot_be_built_is_of_none() -> None:
    document = llama_style()
    document["nodes"]["layers"]["nodes"]["attn"]["n_heads"] = 7
    assert slugs(document) == []


def test_side_by_side_branches_are_no_llama() -> None:
    document = llama_style()
    layers = document["nodes"]["layers"]
    layers["nodes"] = {k: v for k, v in layers["nodes"].items() if k not in ("norm2", "add2")}
    layers["edges"] = ["in -> add1", "in -> norm1 -> attn -> add1", "norm1 -> ffn -> add1 -> out"]
    assert slugs(document) == []
