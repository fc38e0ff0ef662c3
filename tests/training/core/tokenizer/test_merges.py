"""The cuts that pages draw: the same cases as in frontend/src/tokenizers/cuts.test.ts."""

import json
from pathlib import Path
from typing import Any

import pytest

from training.core.tokenizer.merges import History

CASES = json.loads((Path(__file__).parents[3] / "cases" / "cuts.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_history_is_cut_alike_in_both_languages(case: dict[str, Any]) -> None:
    told = case["history"]
    held = History(bytes.fromhex(told["hex"]), told["base"], told["joined"])
    for size, pieces in case["cuts"].items():
        assert [piece.hex() for piece in held.cut(int(size))] == pieces
