"""What is proposed repairs what was found; the canvas makes the same changes from the same cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from architectures.core.validate import validate

CASES = json.loads((Path(__file__).parents[2] / "cases" / "fixes.json").read_text())
every_case = pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])


@every_case
def test_a_finding_proposes_its_repair(case: dict[str, Any]) -> None:
    found = [d.to_json() for d in validate(case["document"]).diagnostics if d.code == case["code"]]
    assert case["fix"] in [d["fix"] for d in found]


@every_case
def test_the_repair_does_away_with_the_finding(case: dict[str, Any]) -> None:
    assert case["code"] not in [d.code for d in validate(case["mended"]).diagnostics]
