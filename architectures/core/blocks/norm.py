"""Norm: LayerNorm (Ba et al., 2016) or RMSNorm (Zhang and Sennrich, 2019)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from architectures.core.blocks.base import Block, Env, inferred_width, param

if TYPE_CHECKING:
    from torch import nn


SMALLEST_EPS = 1e-30  # the root of a smaller one is zero in fp32, and zero over zero no number


class Norm(Block):
    """[B, T, C] -> [B, T, C], each vector brought to unit size"""

    kind: Literal["rms", "layer"] = param(
        "rms",
        en="rms divides by the root mean square; layer subtracts the mean first.",
        ko="rms는 제곱평균제곱근으로 나누고, layer는 먼저 평균을 뺍니다.",
    )
    eps: float = param(
        1e-6,
        ge=SMALLEST_EPS,
        le=1,
        en="Added under the root so that nothing is divided by zero.",
        ko="0으로 나누지 않도록 제곱근 안에 더하는 작은 값입니다.",
    )
    weight: bool = param(True, en="Learn a gain per channel.", ko="채널마다 배율을 학습합니다.")
    bias: bool = param(False, en="Learn a shift per channel.", ko="채널마다 이동값을 학습합니다.")
    weight_offset: Literal[0, 1] = param(
        0,
        en="1: the gain is 1 + weight, as in Gemma.",
        ko="1이면 Gemma처럼 배율이 1 + weight입니다.",
    )
    d_model: int | None = inferred_width()

    category: ClassVar = "norm"
    icon: ClassVar = "ruler"
    title: ClassVar = {"en": "Norm", "ko": "정규화"}
    summary: ClassVar = {
        "en": "Brings every vector to the same size so that training stays stable.",
        "ko": "벡터의 크기를 맞추어 학습을 안정시킵니다.",
    }

    def make(self, width: int, env: Env) -> nn.Module:
        from architectures.core.modules.norm import Norm as NormModule

        return NormModule(
            (width,),
            kind=self.kind,
            eps=self.eps,
            weight=self.weight,
            bias=self.bias,
            weight_offset=float(self.weight_offset),
        )

    def activation_values(self, width: int, context_length: int) -> int:
        return 2 * width
