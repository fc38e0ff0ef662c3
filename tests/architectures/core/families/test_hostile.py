"""Configurations and tensors from anyone: an error that names the key, never a crash, and never a wait."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any

import pytest
import torch
import transformers
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from architectures.core.build import build
from architectures.core.design import DesignError, parse_design
from architectures.core.families import FamilyError, read_config
from architectures.core.validate import validate
from tests.architectures.core.families.cases import CASES, Case

JUNK: tuple[Any, ...] = (
    None, True, False, -1, 0, 1, 3, 7, 10**9, 10**30, 0.0, 0.5, 1e308, float("nan"), float("inf"), "", "silu", "yarn",
    "x" * 1000, [], [1], ["full_attention"], ["nope"] * 5000, {}, {"rope_type": "yarn"}, {"rope_theta": "big"}, [[[[]]]],
)  # fmt: skip
by_name = pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)


def written(case: Case) -> str:
    return _written(case.name)


@cache
def _written(name: str) -> str:
    case = next(case for case in CASES if case.name == name)
    return str(getattr(transformers, case.config)(**case.values).to_json_string())


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, Any]:
    """A published configuration with one to three values taken away or replaced, at any depth."""
    config: dict[str, Any] = json.loads(written(draw(st.sampled_from(CASES))))
    for _ in range(draw(st.integers(1, 3))):
        place = config
        inner = [key for key, value in place.items() if isinstance(value, dict) and value]
        if inner and draw(st.booleans()):
            place = place[draw(st.sampled_from(sorted(inner)))]
        key = draw(st.sampled_from(sorted(place)))
        if key == "model_type" and draw(st.integers(0, 9)):
            continue  # an unknown family ends it all at once
        if draw(st.booleans()):
            place[key] = copy.deepcopy(draw(st.sampled_from(JUNK)))
        else:
            del place[key]
    return config


@pytest.mark.slow
@settings(
    max_examples=1500, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(spoilt())
def test_any_configuration_is_read_or_refused_by_name(config: dict[str, Any]) -> None:
    try:
        _, document = read_config(config)
    except FamilyError as error:
        event(error.code)
        return
    try:
        design = parse_design(json.loads(json.dumps(document, allow_nan=False)))
    except DesignError as error:
        event(f"design: {error.code}")
        return
    report = validate(design)
    event("valid" if report.valid else report.diagnostics[0].code)


@by_name
def test_a_key_that_is_left_out_means_what_it_means_to_transformers(case: Case) -> None:
    """Only keys whose value is the published default may be left out without a change of the design."""
    config = json.loads(written(case))
    _, whole = read_config(config)
    defaults = getattr(transformers, case.config)().to_dict()
    for key, value in config.items():
        if key in ("model_type", "vocab_size") or value is None or defaults.get(key) != value:
            continue
        asked, document = asked_for({k: v for k, v in config.items() if k != key})
        assert asked == key or document["nodes"] == whole["nodes"], key


def asked_for(config: dict[str, Any]) -> tuple[str | None, dict[str, Any]]:
    """The key that is asked for rather than guessed, or the design."""
    try:
        return None, read_config(config)[1]
    except FamilyError as error:
        return error.values.get("key"), {"nodes": None}


def tensors(case: Case) -> tuple[Any, dict[str, Any], dict[str, torch.Tensor]]:
    config = json.loads(written(case))
    family, document = read_config(config)
    model = build(parse_design(document))
    kept = {name: t for name, t in model.state_dict().items() if name not in model.tied}
    return family, config, family.weights_out(kept, config)


@by_name
def test_weights_that_miss_a_tensor_or_have_a_wrong_one_are_refused(case: Case) -> None:
    family, config, published = tensors(case)
    for name in list(published)[:: max(1, len(published) // 12)]:
        with pytest.raises(FamilyError, match="weights_missing"):
            family.weights_in({k: v for k, v in published.items() if k != name}, config)
        with pytest.raises(FamilyError, match=r"weights_(shape|missing|unexpected)"):
            family.weights_in({**published, name: torch.zeros(3, 1, 5)}, config)


@by_name
def test_a_tensor_that_nobody_asked_for_is_named(case: Case) -> None:
    family, config, published = tensors(case)
    with pytest.raises(FamilyError, match="weights_unexpected") as caught:
        family.weights_in({**published, "model.layers.0.backdoor.weight": torch.zeros(2)}, config)
    assert "backdoor" in caught.value.values["names"]
