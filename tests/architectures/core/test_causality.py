"""A block that lets later tokens through is named (pitfall 18)."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any, ClassVar

import pytest
import torch
from torch import Tensor, nn

from architectures.core import parameters
from architectures.core.blocks import Block, BlockSpec, Env, registry
from architectures.core.validate import validate


class Shift(nn.Module):
    """Adds a neighbour: the one before, or the one after."""

    def __init__(self, by: int) -> None:
        super().__init__()
        self.by = by

    def forward(self, x: Tensor, ctx: Any = None) -> Tensor:
        return x + torch.roll(nn.functional.pad(x, (0, 0, 1, 1)), self.by, 1)[:, 1:-1]


class Neighbour(Block):
    """Not causal by construction: it depends on `by`."""

    by: int = 1
    category: ClassVar = "mixer"
    icon: ClassVar = "arrow-right"
    title: ClassVar = {"en": "Neighbour", "ko": "이웃"}
    summary: ClassVar = title
    causal: ClassVar = False

    def make(self, width: int, env: Env) -> nn.Module:
        return Shift(self.by)


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = MappingProxyType({**registry(), "Neighbour": BlockSpec("Neighbour", Neighbour)})
    monkeypatch.setattr(parameters, "registry", lambda: blocks)


def test_p18_a_block_that_sees_later_tokens_is_named(wrapped: Callable[..., Any]) -> None:
    report = validate(wrapped({"type": "Neighbour", "by": -1}))
    assert not report.valid
    assert ("not_causal", "it", {"type": "Neighbour"}) in [
        (d.code, d.path, d.values) for d in report.diagnostics
    ]


def test_a_block_that_sees_earlier_tokens_alone_passes_the_trial(wrapped: Callable[..., Any]) -> None:
    assert validate(wrapped({"type": "Neighbour", "by": 1})).valid


def test_p18_a_leak_in_one_layer_of_many_is_found(wrapped: Callable[..., Any]) -> None:
    pattern = {"assign": {"ranges": {"3": "odd"}}, "variants": {"odd": {"n": {"by": -1}}}}
    repeat = {
        "type": "Repeat", "count": 4, "nodes": {"n": {"type": "Neighbour"}}, "edges": ["in -> n -> out"],
        "patterns": [pattern],
    }  # fmt: skip
    assert "it.n" in [d.path for d in validate(wrapped(repeat)).diagnostics if d.code == "not_causal"]
