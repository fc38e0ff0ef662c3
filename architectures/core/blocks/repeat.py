"""Repeat: a container whose inside is built `count` times, one after the other."""

from __future__ import annotations

from typing import ClassVar

from architectures.core.blocks.base import Block, param

MAX_COUNT = 512


class Repeat(Block):
    """[B, T, C] -> [B, T, C]. Its `nodes`, `edges` and `patterns` belong to the document, not to its parameters."""

    count: int = param(
        ge=1,
        le=MAX_COUNT,
        unit="layers",
        en="How many layers.",
        ko="층의 수입니다.",
    )

    category: ClassVar = "container"
    icon: ClassVar = "layers"
    title: ClassVar = {"en": "Repeat", "ko": "반복"}
    summary: ClassVar = {
        "en": "Stacks its inside several times, each with weights of its own.",
        "ko": "안에 든 블록을 여러 번 쌓으며 층마다 가중치가 따로 있습니다.",
    }
    container: ClassVar = True
