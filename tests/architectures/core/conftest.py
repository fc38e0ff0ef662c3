"""Designs that the tests of the core begin with."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from architectures.core.presets import presets

Document = dict[str, Any]


@pytest.fixture
def wrapped() -> Callable[..., Document]:
    """Tokens through one node of the stream to logits."""

    def make(node: dict[str, Any], d_model: int = 16, **variables: Any) -> Document:
        nodes = {
            "tok": {"type": "TokenEmbedding", "d_model": d_model},
            "it": node,
            "head": {"type": "LMHead"},
        }
        return {"vars": variables, "nodes": nodes, "edges": ["in -> tok -> it -> head -> out"]}

    return make


@pytest.fixture
def repeated(wrapped: Callable[..., Document]) -> Callable[..., Document]:
    """A Repeat of one attention and one dropout, with patterns."""

    def make(count: int, patterns: list[Any] | None = None, **attention: Any) -> Document:
        return wrapped(
            {
                "type": "Repeat",
                "count": count,
                "nodes": {
                    "attn": {"type": "Attention", "n_heads": 2, "rope": {}, **attention},
                    "drop": {"type": "Dropout"},
                },
                "edges": ["in -> attn -> drop -> out"],
                "patterns": patterns or [],
            }
        )

    return make


@pytest.fixture
def preset() -> Callable[[str], Document]:
    """A preset's document by its slug, free to be changed."""

    def find(slug: str) -> Document:
        return copy.deepcopy(next(p for p in presets() if p.slug == slug).design.to_json())

    return find
