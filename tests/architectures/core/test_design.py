"""The document: what is read, and what is refused, with the cases that the canvas shares."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from architectures.core import design as design_module
from architectures.core.design import json_schema, parse_design
from architectures.core.errors import CODES, DesignError
from architectures.core.presets import Preset, presets

CASES = json.loads((Path(__file__).parents[2] / "cases" / "documents.json").read_text())
EMPTY: dict[str, Any] = {"nodes": {}, "edges": []}


def code_of(obj: Any) -> str | None:
    try:
        parse_design(obj)
    except DesignError as error:
        return error.code if error.values.keys() == set(CODES[error.code]) else f"{error.code}: other values"
    return None


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_a_document_is_read_or_its_fault_named(case: dict[str, Any]) -> None:
    assert code_of(case["document"]) == code_of(json.dumps(case["document"])) == case["code"]


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("obj", "code"),
    [
        ("x" * (10 * 2**20 + 1), "design_too_large"),
        ({**EMPTY, "meta": {"notes": "x" * (10 * 2**20)}}, "design_too_large"),
        (b"\xff\xfe{", "not_text"),
        ({**EMPTY, "meta": {"title": "a\0b"}}, "not_text"),
        ({**EMPTY, "meta": {"title": "\ud800"}}, "not_text"),
        ('{"nodes": {}, "edges": [], "layout": {"a": [NaN, 1]}}', "not_json"),
        ('{"nodes": {}, "edges": [], "layout": {"a": [1e999, 1]}}', "not_json"),
        ({**EMPTY, "layout": {"a": [math.inf, 1]}}, "not_json"),
        ({**EMPTY, "vars": {"a": {1, 2}}}, "not_json"),
        ({**EMPTY, "vars": {"a": 10**400}}, "not_json"),
        ("[" * 100_000, "not_json"),
        (json.dumps({**EMPTY, "layout": {"a": nested(500)}}), "design_too_deep"),
        ({"nodes": {f"n{i}": {"type": "Norm"} for i in range(5001)}, "edges": []}, "too_many_nodes"),
    ],
    ids=lambda v: v if isinstance(v, str) and len(v) < 30 else "",
)
def test_what_no_store_could_keep_is_refused(obj: Any, code: str) -> None:
    assert code_of(obj) == code


def test_containers_nest_only_so_deep() -> None:
    inner: dict[str, Any] = {"nodes": {"a": {"type": "Norm"}}, "edges": ["in -> a -> out"]}
    for _ in range(9):
        inner = {"nodes": {"a": {"type": "Repeat", "count": 1, **inner}}, "edges": ["in -> a -> out"]}
    assert code_of(inner) == "design_too_deep"


def test_a_document_comes_back_as_it_was() -> None:
    document = presets()[0].design.to_json()
    assert parse_design(json.dumps(document)).to_json() == json.loads(json.dumps(document))


def test_an_older_format_is_upgraded_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    def renamed(document: dict[str, Any]) -> dict[str, Any]:
        return {
            **{k: v for k, v in document.items() if k != "blocks"},
            "nodes": document["blocks"],
            "format": 2,
        }

    monkeypatch.setattr(design_module, "FORMAT", 3)
    monkeypatch.setattr(design_module, "UPGRADES", {1: renamed, 2: lambda d: {**d, "format": 3}})
    read = parse_design({"format": 1, "blocks": {"a": {"type": "Norm"}}, "edges": []})
    assert list(read.nodes) == ["a"]
    assert read.to_json()["format"] == 3


@pytest.mark.parametrize("preset", presets(), ids=lambda p: p.slug)
def test_the_json_schema_takes_every_preset(preset: Preset) -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(json.dumps(preset.design.to_json())), schema)


@pytest.mark.parametrize(
    "node", [{"type": "Nrm"}, {"type": "Norm", "colour": 1}, {"type": "Norm", "eps": -1}]
)
def test_the_json_schema_refuses_what_a_block_does_not_know(node: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"nodes": {"a": node}, "edges": []}, json_schema())
