"""ShortConv: a gated convolution over the last few tokens (LFM2, Liquid AI, 2025)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from architectures.core.blocks.base import Block, Env, inferred_width, param

if TYPE_CHECKING:
    from torch import nn


class ShortConv(Block):
    """[B, T, C] -> [B, T, C]: y_t depends on the last conv_kernel tokens"""

    conv_kernel: int = param(
        3,
        ge=1,
        le=256,
        unit="tokens",
        en="Tokens that are blended: each sees itself and the ones just before it.",
        ko="섞는 토큰의 수입니다. 토큰은 자신과 바로 앞의 토큰들을 봅니다.",
    )
    bias: bool = param(
        False, en="Biases in the projections and the convolution.", ko="투영과 합성곱에 편향을 둡니다."
    )
    d_model: int | None = inferred_width()

    category: ClassVar = "mixer"
    ordered: ClassVar = True
    icon: ClassVar = "blend"
    title: ClassVar = {"en": "Short convolution", "ko": "짧은 합성곱"}
    summary: ClassVar = {
        "en": "Blends each token with the few just before it, and lets gates decide how much passes.",
        "ko": "토큰을 바로 앞의 몇 토큰과 섞고, 얼마나 통과시킬지는 게이트가 정합니다.",
    }

    def make(self, width: int, env: Env) -> nn.Module:
        from architectures.core.modules.short_conv import ShortConv as ShortConvModule

        return ShortConvModule(width, conv_kernel=self.conv_kernel, bias=self.bias)

    def mixing_flops(self, width: int, context_length: int) -> int:
        return 2 * self.conv_kernel * width

    def cache_values(self, width: int, length: int) -> int:
        return (self.conv_kernel - 1) * width

    def activation_values(self, width: int, context_length: int) -> int:
        return 7 * width
