"""Attention: causal softmax attention (Vaswani et al., 2017) with grouped heads (Ainslie et al., 2023)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

from architectures.core.blocks.base import Block, Env, Params, Signal, param
from architectures.core.errors import DesignError

if TYPE_CHECKING:
    from torch import nn


class RopeScaling(Params):
    """Stretches positions so that a model reads further than it was trained (Chen et al., 2023)."""

    type: Literal["linear"] = param("linear", en="How to stretch.", ko="늘이는 방식입니다.")
    factor: float = param(ge=1, le=1024, en="Positions are divided by this.", ko="위치를 이 값으로 나눕니다.")


class Rope(Params):
    """Rotary position embedding (Su et al., 2021)."""

    theta: float = param(
        10_000.0,
        gt=1,
        le=1e12,
        en="Base of the wavelengths; larger reaches further.",
        ko="파장의 밑입니다. 클수록 먼 거리까지 구별합니다.",
    )
    fraction: float = param(
        1.0,
        gt=0,
        le=1,
        en="Share of each head that is rotated.",
        ko="각 헤드에서 회전하는 채널의 비율입니다.",
    )
    layout: Literal["half", "interleaved"] = param(
        "half",
        en="half pairs channel i with i + D/2 (Llama); interleaved pairs neighbours (GPT-J).",
        ko="half는 채널 i와 i + D/2를(Llama), interleaved는 이웃한 채널을(GPT-J) 짝짓습니다.",
    )
    scaling: RopeScaling | None = param(None, en="Stretch the positions.", ko="위치를 늘입니다.")


class QKNorm(Params):
    """Normalises queries and keys so that their products stay small (Henry et al., 2020)."""

    over: Literal["head", "full", "per_head"] = param(
        "head",
        en="head: one gain for all heads; per_head: one each; full: over all heads together.",
        ko="head는 모든 헤드가 배율을 함께 쓰고, per_head는 헤드마다, full은 전체를 한 번에 정규화합니다.",
    )
    when: Literal["pre_rope", "post_rope"] = param(
        "pre_rope", en="Before or after RoPE.", ko="RoPE 앞 또는 뒤입니다."
    )
    kind: Literal["rms", "layer"] = param("rms", en="As in Norm.", ko="Norm과 같습니다.")
    eps: float = param(1e-6, gt=0, le=1, en="As in Norm.", ko="Norm과 같습니다.")
    weight: bool = param(True, en="Learn a gain.", ko="배율을 학습합니다.")
    weight_offset: Literal[0, 1] = param(
        0, en="1: the gain is 1 + weight.", ko="1이면 배율이 1 + weight입니다."
    )


class Attention(Block):
    """[B, T, C] -> [B, T, C]: every token gathers from itself and the tokens before it"""

    n_heads: int = param(
        ge=1,
        le=1024,
        en="Query heads: how many things a token can look for at once.",
        ko="쿼리 헤드의 수, 곧 한 토큰이 동시에 찾아볼 수 있는 것의 수입니다.",
    )
    n_kv_heads: int | None = param(
        None,
        ge=1,
        le=1024,
        en="Key and value heads. As many as query heads: MHA; fewer: GQA; one: MQA.",
        ko="키·값 헤드의 수입니다. 쿼리 헤드와 같으면 MHA, 적으면 GQA, 하나면 MQA입니다.",
    )
    head_dim: int | None = param(
        None,
        ge=1,
        le=4096,
        unit="channels",
        en="Channels per head. Left out: d_model / n_heads.",
        ko="헤드당 채널 수입니다. 비워 두면 d_model / n_heads입니다.",
    )
    qkv_bias: bool = param(
        False, en="Biases in the query, key and value projections.", ko="쿼리·키·값 투영에 편향을 둡니다."
    )
    out_bias: bool = param(False, en="Bias in the output projection.", ko="출력 투영에 편향을 둡니다.")
    scale: float | None = param(
        None,
        gt=0,
        le=1e6,
        en="Factor on the scores. Left out: head_dim to the power of -1/2.",
        ko="점수에 곱하는 값입니다. 비워 두면 head_dim의 -1/2제곱입니다.",
    )
    rope: Rope | None = param(
        None,
        en="Rotary positions. Left out: the block sees no positions (NoPE).",
        ko="회전 위치 임베딩입니다. 비워 두면 이 블록은 위치를 모릅니다(NoPE).",
    )
    window: int | None = param(
        None,
        ge=1,
        le=1_048_576,
        unit="tokens",
        en="Look back at this many tokens only, itself included.",
        ko="자기 자신을 포함하여 이 수만큼의 토큰만 봅니다.",
    )
    qk_norm: QKNorm | None = param(None, en="Normalise queries and keys.", ko="쿼리와 키를 정규화합니다.")
    dropout: float = param(
        0.0,
        ge=0,
        lt=1,
        en="Share of attention weights dropped while training.",
        ko="학습할 때 버리는 어텐션 가중치의 비율입니다.",
    )
    d_model: int | None = param(
        None,
        ge=1,
        le=65_536,
        inferred=True,
        en="Width of the stream; follows from the wiring.",
        ko="스트림의 너비이며 연결에서 정해집니다.",
    )

    category: ClassVar = "mixer"
    icon: ClassVar = "scan-eye"
    title: ClassVar = {"en": "Attention", "ko": "어텐션"}
    summary: ClassVar = {
        "en": "Lets each token gather what it needs from itself and earlier tokens.",
        "ko": "토큰이 자신과 앞선 토큰에서 필요한 정보를 모읍니다.",
    }

    def infer(self, inputs: Sequence[Signal], env: Env) -> Signal:
        signal = super().infer(inputs, env)
        self._check_heads(signal.width)
        self._check_rope(signal.width)
        return signal

    def _check_heads(self, width: int) -> None:
        if self.head_dim is None and width % self.n_heads:
            values = {"d_model": width, "n_heads": self.n_heads}
            raise DesignError("heads_do_not_divide", values, attr="n_heads")
        if self.n_heads % self.kv_heads():
            values = {"n_heads": self.n_heads, "n_kv_heads": self.kv_heads()}
            raise DesignError("kv_heads_do_not_divide", values, attr="n_kv_heads")

    def _check_rope(self, width: int) -> None:
        rotated = self.rotated(width)
        if self.rope and (rotated % 2 or rotated == 0):
            values = {"rotated": rotated, "head_dim": self.size(width), "fraction": self.rope.fraction}
            raise DesignError("rope_pairs", values, attr="rope")

    def kv_heads(self) -> int:
        return self.n_kv_heads or self.n_heads

    def size(self, width: int) -> int:
        """Channels per head, D."""
        return self.head_dim or width // self.n_heads

    def rotated(self, width: int) -> int:
        """Channels of each head that RoPE turns."""
        return int(self.size(width) * self.rope.fraction) if self.rope else 0

    def make(self, width: int, env: Env) -> nn.Module:
        from architectures.core.modules.attention import Attention as AttentionModule
        from architectures.core.modules.rope import Rope as RopeModule

        rope = None
        if self.rope is not None:
            rope = RopeModule(
                self.rotated(width),
                theta=self.rope.theta,
                layout=self.rope.layout,
                stretch=self.rope.scaling.factor if self.rope.scaling else 1.0,
            )
        return AttentionModule(
            width,
            n_heads=self.n_heads,
            n_kv_heads=self.kv_heads(),
            head_dim=self.size(width),
            qkv_bias=self.qkv_bias,
            out_bias=self.out_bias,
            scale=self.scale,
            rope=rope,
            window=self.window,
            qk_norm=self.qk_norm.model_dump() if self.qk_norm else None,
            dropout=self.dropout,
        )

    def mixing_flops(self, width: int, context_length: int) -> int:
        seen = min(context_length, self.window or context_length)
        return 4 * seen * self.n_heads * self.size(width)

    def cache_values(self, width: int, length: int) -> int:
        kept = length if self.window is None else min(length, self.window - 1)
        return 2 * self.kv_heads() * self.size(width) * kept

    def activation_values(self, width: int, context_length: int) -> int:
        # Queries, keys, values and the gathered values; scores are recomputed by the fused kernel.
        return width + self.size(width) * (2 * self.n_heads + 2 * self.kv_heads())
