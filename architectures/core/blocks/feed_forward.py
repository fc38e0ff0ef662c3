"""FeedForward: the two-layer network of every token, plain or gated (Shazeer, 2020)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from architectures.core.blocks.base import Block, Env, inferred_width, param

if TYPE_CHECKING:
    from torch import nn


class FeedForward(Block):
    """[B, T, C] -> [B, T, C] through [B, T, d_ff]"""

    d_ff: int = param(
        ge=1,
        le=1_048_576,
        unit="channels",
        en="Width of the hidden layer; commonly 4 times d_model, or 8/3 when gated.",
        ko="은닉층의 너비입니다. 보통 d_model의 4배, 게이트가 있으면 8/3배입니다.",
    )
    gated: bool = param(
        True,
        en="Multiply by a second, activated projection (SwiGLU with silu).",
        ko="활성화된 두 번째 투영을 곱합니다(silu면 SwiGLU).",
    )
    activation: Literal["relu", "relu2", "gelu", "gelu_tanh", "silu", "mish"] = param(
        "silu",
        en="The bend that makes the network more than a matrix. relu2 is relu squared.",
        ko="신경망을 행렬 하나 이상으로 만드는 비선형 함수입니다. relu2는 relu의 제곱입니다.",
    )
    bias: bool = param(False, en="Biases in its layers.", ko="층에 편향을 둡니다.")
    d_model: int | None = inferred_width()

    category: ClassVar = "channel"
    icon: ClassVar = "brain"
    title: ClassVar = {"en": "Feed-forward", "ko": "피드포워드"}
    summary: ClassVar = {
        "en": "Lets each token think about what it has gathered.",
        "ko": "토큰이 모은 정보를 각자 처리합니다.",
    }

    def make(self, width: int, env: Env) -> nn.Module:
        from architectures.core.modules.feed_forward import FeedForward as FeedForwardModule

        return FeedForwardModule(
            width, self.d_ff, gated=self.gated, activation=self.activation, bias=self.bias
        )

    def activation_values(self, width: int, context_length: int) -> int:
        return width + self.d_ff * (4 if self.gated else 2)
