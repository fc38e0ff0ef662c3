"""CausalConv1d: a convolution over the past (van den Oord et al., 2016, "WaveNet", section 2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from architectures.core.blocks.base import Block, Env, inferred_width, param

if TYPE_CHECKING:
    from torch import nn


class CausalConv1d(Block):
    """[B, T, C] -> [B, T, C]: y_t depends on kernel_size tokens, each `dilation` before the next"""

    kernel_size: int = param(
        3,
        ge=1,
        le=64,
        unit="tokens",
        en="Tokens that each output sees, itself included.",
        ko="자신을 포함하여 출력 하나가 보는 토큰의 수입니다.",
    )
    dilation: int = param(
        1,
        ge=1,
        le=1024,
        unit="tokens",
        en="Distance between the tokens that are seen: 1 is neighbours, 2 skips every other one.",
        ko="보는 토큰 사이의 간격입니다. 1이면 이웃한 토큰을, 2면 하나씩 건너뛰어 봅니다.",
    )
    depthwise: bool = param(
        False,
        en="Convolve each channel by itself: far fewer weights, but channels do not mix.",
        ko="채널마다 따로 합성곱합니다. 가중치가 훨씬 적지만 채널끼리 섞이지 않습니다.",
    )
    activation: Literal["none", "relu", "relu2", "gelu", "gelu_tanh", "silu", "mish"] = param(
        "none",
        en="Applied to what comes out; none leaves it as it is.",
        ko="나오는 값에 적용하는 함수입니다. none이면 그대로 둡니다.",
    )
    bias: bool = param(True, en="Add a learned bias.", ko="학습하는 편향을 더합니다.")
    d_model: int | None = inferred_width()

    category: ClassVar = "mixer"
    ordered: ClassVar = True
    icon: ClassVar = "audio-lines"
    title: ClassVar = {"en": "Causal convolution", "ko": "인과 합성곱"}
    summary: ClassVar = {
        "en": "Slides one small pattern detector over the text; it never looks ahead.",
        "ko": "작은 패턴 감지기를 글 위로 밀며 적용합니다. 뒤에 올 토큰은 보지 않습니다.",
    }

    def make(self, width: int, env: Env) -> nn.Module:
        from architectures.core.modules.causal_conv import CausalConv1d as CausalConv1dModule

        return CausalConv1dModule(
            width,
            kernel_size=self.kernel_size,
            dilation=self.dilation,
            groups=width if self.depthwise else 1,
            activation=self.activation,
            bias=self.bias,
        )

    def mixing_flops(self, width: int, context_length: int) -> int:
        return 2 * self.kernel_size * width * (1 if self.depthwise else width)

    def cache_values(self, width: int, length: int) -> int:
        return (self.kernel_size - 1) * self.dilation * width

    def activation_values(self, width: int, context_length: int) -> int:
        before = (self.kernel_size - 1) * self.dilation  # zeros in front of the text
        return 2 * width + width * (context_length + before) // context_length
