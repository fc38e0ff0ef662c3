"""What is wrong with a parameter inside a parameter: where it stands, as it was written."""

from __future__ import annotations

from typing import Any

import pytest

from architectures.core.errors import Diagnostic
from architectures.core.parameters import typed_block

YARN = {"type": "yarn", "factor": 4.0, "original_max_positions": 64}
LISTS = {"type": "longrope", "original_max_positions": 64, "short_factor": [1.0], "long_factor": [1.0, "x"]}
NAME = "rope.scaling"
CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"rope": {"scaling": {**YARN, "factor": "four"}}}, "param_type", f"{NAME}.factor"),
    ({"rope": {"scaling": {**YARN, "factor": True}}}, "param_type", f"{NAME}.factor"),
    (
        {"rope": {"scaling": {"type": "yarn", "factor": 4.0}}},
        "param_missing",
        f"{NAME}.original_max_positions",
    ),
    ({"rope": {"scaling": {**YARN, "beta_quick": 1.0}}}, "unknown_param", f"{NAME}.beta_quick"),
    ({"rope": {"scaling": {**YARN, "yarn": 1.0}}}, "unknown_param", f"{NAME}.yarn"),
    ({"rope": {"scaling": {"type": "yarm", "factor": 4.0}}}, "param_choice", f"{NAME}.type"),
    ({"rope": {"scaling": {"type": None, "factor": 4.0}}}, "param_choice", f"{NAME}.type"),
    ({"rope": {"scaling": {"type": ["yarn"], "factor": 4.0}}}, "param_choice", f"{NAME}.type"),
    ({"rope": {"scaling": {}}}, "param_missing", f"{NAME}.factor"),
    ({"rope": {"scaling": 4}}, "param_type", NAME),
    ({"rope": {"scaling": []}}, "param_type", NAME),
    ({"rope": {"scaling": LISTS}}, "param_type", f"{NAME}.long_factor.1"),
    ({"rope": {"scaling": {**LISTS, "long_factor": []}}}, "param_invalid", f"{NAME}.long_factor"),
    ({"rope": {"scaling": {**LISTS, "long_factor": 3}}}, "param_type", f"{NAME}.long_factor"),
    ({"position_bias": {}}, "param_missing", "position_bias.type"),
    ({"position_bias": {"type": "t6"}}, "param_choice", "position_bias.type"),
    ({"position_bias": {"type": "alibi", "n_buckets": 4}}, "unknown_param", "position_bias.n_buckets"),
    ({"position_bias": "alibi"}, "param_type", "position_bias"),
]


def faults(params: dict[str, Any]) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    assert typed_block({"type": "Attention", "n_heads": 4, **params}, {}, "attn", found) is None
    return found


@pytest.mark.parametrize(("params", "code", "name"), CASES, ids=lambda v: str(v)[:60])
def test_a_fault_is_named_as_it_was_written(params: dict[str, Any], code: str, name: str) -> None:
    (found,) = faults(params)
    assert (found.code, found.values["name"], found.attr) == (code, name, name.split(".")[0])


def test_a_range_inside_a_parameter_has_both_ends() -> None:
    (found,) = faults({"rope": {"scaling": {**YARN, "factor": 0.5}}})
    assert (found.code, found.values["min"], found.values["max"]) == ("param_range", 1, 1024)


def test_a_misspelt_name_inside_a_parameter_has_a_suggestion() -> None:
    (found,) = faults({"rope": {"scaling": {**YARN, "beta_fasd": 3.0}}})
    assert found.values["suggestion"] == "beta_fast"


def test_a_scaling_of_no_type_is_linear_as_it_always_was() -> None:
    found: list[Diagnostic] = []
    written = {"type": "Attention", "n_heads": 4, "rope": {"scaling": {"factor": 2}}}
    same = {"type": "Attention", "n_heads": 4, "rope": {"scaling": {"type": "linear", "factor": 2.0}}}
    assert typed_block(written, {}, "attn", found) == typed_block(same, {}, "attn", found)
    assert not found


def test_choices_are_a_list_that_reads_in_any_language() -> None:
    (found,) = faults({"rope": {"layout": "thirds"}})
    assert (found.code, found.values["choices"]) == ("param_choice", "'half', 'interleaved'")
