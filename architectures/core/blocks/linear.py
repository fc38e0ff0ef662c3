"""Linear: one matrix, to change the width of a stream."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from architectures.core.blocks.base import Block, Env, Signal, param

if TYPE_CHECKING:
    from torch import nn


class Linear(Block):
    """[B, T, C] -> [B, T, d_out]"""

    d_out: int = param(
        ge=1,
        le=65_536,
        unit="channels",
        en="Width of the output.",
        ko="출력의 너비입니다.",
    )
    bias: bool = param(False, en="Learn a shift per channel.", ko="채널마다 이동값을 학습합니다.")

    category: ClassVar = "channel"
    icon: ClassVar = "move-diagonal"
    title: ClassVar = {"en": "Linear", "ko": "선형 변환"}
    summary: ClassVar = {
        "en": "Multiplies by one learned matrix; can change the width.",
        "ko": "학습되는 행렬 하나를 곱하며 너비를 바꿀 수 있습니다.",
    }

    def infer(self, inputs: Sequence[Signal], env: Env) -> Signal:
        return Signal("stream", self.d_out)

    def make(self, width: int, env: Env) -> nn.Module:
        from architectures.core.modules.linear import Linear as LinearModule

        return LinearModule(width, self.d_out, bias=self.bias)
