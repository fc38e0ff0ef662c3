"""What is kept of a title, by the same cases as in the browser."""

import json
from pathlib import Path

import pytest

from architectures.services.reading import line_clean

CASES = json.loads((Path(__file__).parents[1] / "cases" / "titles.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case["given"]))
def test_a_line_keeps_what_can_be_seen(case: dict[str, str]) -> None:
    assert line_clean(case["given"]) == case["shown"]
