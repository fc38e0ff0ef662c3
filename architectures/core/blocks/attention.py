"""Attention: causal softmax attention (Vaswani et al., 2017) with grouped heads (Ainslie et al., 2023)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field

from architectures.core.blocks.attention_options import PositionBias, QKNorm, T5Bias
from architectures.core.blocks.base import Block, Env, Signal, inferred_width, param
from architectures.core.blocks.rope import Rope
from architectures.core.errors import DesignError

if TYPE_CHECKING:
    from torch import nn


SMALLEST = 1e-6  # of factors and bounds: what is zero in fp32 makes scores that are no numbers


class Attention(Block):
    """[B, T, C] -> [B, T, C]: every token gathers from itself and the tokens before it"""

    n_heads: int = param(
        ge=1,
        le=1024,
        divides="d_model",
        en="Query heads: how many things a token can look for at once.",
        ko="쿼리 헤드의 수, 곧 한 토큰이 동시에 찾아볼 수 있는 것의 수입니다.",
    )
    n_kv_heads: int | None = param(
        None,
        ge=1,
        le=1024,
        divides="n_heads",
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
        ge=SMALLEST,
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
    chunk: int | None = param(
        None,
        ge=1,
        le=1_048_576,
        unit="tokens",
        en="Cut the text into chunks of this many tokens; a token sees its own chunk only, as in Llama 4.",
        ko="글을 이 수만큼의 토큰으로 나누고, Llama 4처럼 같은 조각 안에서만 봅니다.",
    )
    logit_softcap: float | None = param(
        None,
        ge=SMALLEST,
        le=1e6,
        en="Bends scores into plus or minus this, as in Gemma 2.",
        ko="Gemma 2처럼 점수를 이 값 안쪽으로 눌러 줍니다.",
    )
    sinks: bool = param(
        False,
        en="A learned score for each head that takes attention away from all tokens, as in GPT-OSS.",
        ko="GPT-OSS처럼 헤드마다 학습되는 점수가 어텐션의 일부를 가져가, 아무것도 보지 않을 수 있습니다.",
    )
    out_gate: bool = param(
        False,
        en="Multiply what is gathered by a gate computed from the token, as in Qwen3-Next.",
        ko="Qwen3-Next처럼 모은 값에 토큰에서 계산한 게이트를 곱합니다.",
    )
    clip_qkv: float | None = param(
        None,
        ge=SMALLEST,
        le=1e6,
        en="Clip queries, keys and values to plus or minus this, as in OLMo.",
        ko="OLMo처럼 쿼리·키·값을 이 값 안쪽으로 자릅니다.",
    )
    position_bias: Annotated[PositionBias, Field(discriminator="type")] | None = param(
        None,
        en="Add to the scores by distance: alibi or t5.",
        ko="거리에 따라 점수에 더합니다. alibi 또는 t5입니다.",
    )
    qk_norm: QKNorm | None = param(None, en="Normalise queries and keys.", ko="쿼리와 키를 정규화합니다.")
    dropout: float = param(
        0.0,
        ge=0,
        lt=1,
        en="Share of attention weights dropped while training.",
        ko="학습할 때 버리는 어텐션 가중치의 비율입니다.",
    )
    d_model: int | None = inferred_width()

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
        self._check_reach()
        if self.rope is not None:
            self.rope.check(self.size(signal.width), "head_dim")
        return signal

    def _check_heads(self, width: int) -> None:
        if self.head_dim is None and width % self.n_heads:
            values = {"d_model": width, "n_heads": self.n_heads}
            raise DesignError("heads_do_not_divide", values, attr="n_heads")
        if self.n_heads % self.kv_heads():
            values = {"n_heads": self.n_heads, "n_kv_heads": self.kv_heads()}
            raise DesignError("kv_heads_do_not_divide", values, attr="n_kv_heads")

    def _check_reach(self) -> None:
        if self.window is not None and self.chunk is not None:
            raise DesignError("window_and_chunk", {"window": self.window, "chunk": self.chunk}, attr="chunk")
        bias = self.position_bias
        if isinstance(bias, T5Bias) and bias.max_distance <= bias.n_buckets // 2:
            least = bias.n_buckets // 2 + 1
            values = {"name": "position_bias.max_distance", "value": bias.max_distance}
            raise DesignError("param_range", {**values, "min": least, "max": None}, attr="position_bias")

    def essentials(self, width: int) -> dict[str, Any]:
        """Of sizes and scale, what is written counts only where it differs from what would follow."""
        implied = self._sizes_implied(width)
        return {k: v for k, v in super().essentials(width).items() if implied.get(k) != v}

    def implied(self, width: int, env: Env) -> dict[str, Any]:
        return {**super().implied(width, env), **self._sizes_implied(width)}

    def _sizes_implied(self, width: int) -> dict[str, Any]:
        implied: dict[str, Any] = {"n_kv_heads": self.n_heads, "scale": self.size(width) ** -0.5}
        if width % self.n_heads == 0:
            implied["head_dim"] = width // self.n_heads
        return implied

    def kv_heads(self) -> int:
        return self.n_kv_heads or self.n_heads

    def size(self, width: int) -> int:
        """Channels per head, D."""
        return self.head_dim or width // self.n_heads

    def make(self, width: int, env: Env) -> nn.Module:
        from architectures.core.modules.attention import Attention as AttentionModule

        plain = ("qkv_bias", "out_bias", "scale", "window", "chunk", "logit_softcap", "sinks", "out_gate")
        return AttentionModule(
            width,
            n_heads=self.n_heads,
            n_kv_heads=self.kv_heads(),
            head_dim=self.size(width),
            rope=self.rope.make(self.size(width)) if self.rope else None,
            position_bias=self.position_bias.model_dump() if self.position_bias else None,
            qk_norm=self.qk_norm.model_dump() if self.qk_norm else None,
            clip_qkv=self.clip_qkv,
            dropout=self.dropout,
            **{name: getattr(self, name) for name in plain},
        )

    def mixing_flops(self, width: int, context_length: int) -> int:
        """Scores and gathered values of a full pass as it is computed: 4 D for each head and key. The kernel computes
        the keys behind a mask too, so that windows and chunks count like the whole context; a sink is one more key."""
        keys = context_length + self.sinks
        return 4 * keys * self.n_heads * self.size(width)

    def cache_values(self, width: int, length: int) -> int:
        kept = min([length, *(n - 1 for n in (self.window, self.chunk) if n is not None)])
        return 2 * self.kv_heads() * self.size(width) * kept

    def activation_values(self, width: int, context_length: int) -> int:
        size = self.size(width)
        # Queries, keys, values and the gathered values; scores are recomputed by the fused kernel.
        kept = width + size * (2 * self.n_heads + 2 * self.kv_heads())
        kept += 2 * self.n_heads * size if self.out_gate else 0
        # Without it the probabilities stay; where scores are bent, also what they were before and after.
        rows = 3 if self.logit_softcap else 1 if self.sinks or isinstance(self.position_bias, T5Bias) else 0
        return kept + rows * self.n_heads * context_length
