"""Add: the sum of its inputs; the first is the residual stream (He et al., 2015)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from architectures.core.blocks.base import Block, Env, Port, Signal, param
from architectures.core.errors import DesignError

if TYPE_CHECKING:
    from torch import nn


class Add(Block):
    """[B, T, C], [B, T, C], … -> [B, T, C]"""

    branch_scale: float = param(
        1.0,
        gt=0,
        le=1e6,
        en="Every input but the first is multiplied by this.",
        ko="첫 번째를 뺀 모든 입력에 곱하는 값입니다.",
    )

    category: ClassVar = "plumbing"
    icon: ClassVar = "plus"
    title: ClassVar = {"en": "Add", "ko": "더하기"}
    summary: ClassVar = {
        "en": "Adds branches to the residual stream.",
        "ko": "갈래를 잔차 스트림에 더합니다.",
    }
    inputs: ClassVar = (Port("x", many=True),)

    def infer(self, inputs: Sequence[Signal], env: Env) -> Signal:
        for index, signal in enumerate(inputs[1:], 1):
            if signal != inputs[0]:
                values = {"source": index, "expected": inputs[0].width, "actual": signal.width}
                raise DesignError("width_mismatch", values, attr="x")
        return inputs[0]

    def make(self, width: int, env: Env) -> nn.Module:
        from architectures.core.modules.plumbing import Add as AddModule

        return AddModule(self.branch_scale)

    def activation_values(self, width: int, context_length: int) -> int:
        return 0
