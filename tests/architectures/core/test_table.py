"""Hyper-parameters side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from architectures.core.build import build
from architectures.core.design import DesignError, parse_design
from architectures.core.table import markdown_table

Document = dict[str, Any]


def rows(text: str) -> dict[str, list[str]]:
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in text.splitlines()]
    return {row[0]: row[1:] for row in cells}


def test_designs_stand_side_by_side(preset: Callable[[str], Document]) -> None:
    gpt, hybrid = parse_design(preset("gpt2-small")), parse_design(preset("tiny-hybrid"))
    shown = rows(markdown_table([gpt, hybrid], vocab_size=50257))
    assert shown[""] == ["GPT-2 small", "Tiny hybrid"]
    assert shown["Layers"] == ["12", "6"]
    assert shown["KV heads"] == ["12", "2"]
    assert shown["Positions"] == ["Learned positions", "RoPE (θ = 10,000)"]
    assert shown["Window"] == ["–", "32"]
    assert shown["Tied embeddings"] == ["yes", "yes"]
    assert shown["Vocabulary"] == ["50,257", "50,257"]


def test_parameters_are_those_of_the_built_model(preset: Callable[[str], Document]) -> None:
    design = parse_design(preset("llama-style"))
    n_parameters = sum(p.numel() for p in build(design, device="meta").parameters())
    assert rows(markdown_table([design]))["Parameters"] == [f"{n_parameters:,}"]


def test_a_title_cannot_break_the_table(preset: Callable[[str], Document]) -> None:
    document = preset("tiny-gpt")
    document["meta"]["title"] = "a | b\n[c](d) <e>"
    first = markdown_table([parse_design(document)]).splitlines()[0]
    assert first == r"| | a \| b \[c\](d) \<e\> |"


def test_an_unsound_design_has_no_table(preset: Callable[[str], Document]) -> None:
    document = preset("tiny-gpt")
    document["edges"] = []
    with pytest.raises(DesignError):
        markdown_table([parse_design(document)])
