"""Dropout: zeroes a random share of its input while training (Srivastava et al., 2014)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from architectures.core.blocks.base import Block, Env, param

if TYPE_CHECKING:
    from torch import nn


class Dropout(Block):
    """[B, T, C] -> [B, T, C]"""

    p: float = param(
        0.1,
        ge=0,
        lt=1,
        en="Share of the numbers that are dropped while training.",
        ko="학습할 때 버리는 값의 비율입니다.",
    )

    category: ClassVar = "plumbing"
    icon: ClassVar = "droplets"
    title: ClassVar = {"en": "Dropout", "ko": "드롭아웃"}
    summary: ClassVar = {
        "en": "Drops random numbers while training, against learning by heart.",
        "ko": "학습할 때 일부 값을 무작위로 버려 외우기를 막습니다.",
    }

    def make(self, width: int, env: Env) -> nn.Module:
        from architectures.core.modules.plumbing import Dropout as DropoutModule

        return DropoutModule(self.p)
