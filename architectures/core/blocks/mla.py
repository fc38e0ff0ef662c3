"""MLA: attention whose keys and values are rebuilt from a small latent (DeepSeek-AI, 2024)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from architectures.core.blocks.base import Block, Env, Signal, inferred_width, param
from architectures.core.blocks.norm import SMALLEST_EPS
from architectures.core.blocks.rope import Rope

if TYPE_CHECKING:
    from torch import nn


def _size(en: str, ko: str, le: int = 65_536) -> Any:
    return param(ge=1, le=le, unit="channels", en=en, ko=ko)


class MLA(Block):
    """[B, T, C] -> [B, T, C]: attention that keeps one small vector a token instead of keys and values"""

    n_heads: int = param(
        ge=1,
        le=1024,
        en="Heads: how many things a token can look for at once.",
        ko="헤드의 수, 곧 한 토큰이 동시에 찾아볼 수 있는 것의 수입니다.",
    )
    kv_lora_rank: int = _size(
        "Width of the latent from which keys and values are rebuilt.",
        "키와 값을 되살리는 잠재 벡터의 너비입니다.",
    )
    q_lora_rank: int | None = param(
        None,
        ge=1,
        le=65_536,
        unit="channels",
        en="Width of the latent of the queries. Left out: queries are projected directly.",
        ko="쿼리 잠재 벡터의 너비입니다. 비워 두면 쿼리를 바로 투영합니다.",
    )
    qk_nope_dim: int = _size(
        "Channels of each query and key that see no positions.",
        "쿼리와 키에서 위치를 모르는 채널의 수입니다.",
        4096,
    )
    qk_rope_dim: int = _size(
        "Channels of each query and key that RoPE turns; all heads share those of the key.",
        "RoPE가 회전하는 채널의 수입니다. 키의 이 채널은 모든 헤드가 함께 씁니다.",
        4096,
    )
    v_dim: int = _size("Channels of each value.", "값의 채널 수입니다.", 4096)
    rope: Rope | None = param(
        None,
        en="Rotary positions. Left out: the block sees no positions (NoPE).",
        ko="회전 위치 임베딩입니다. 비워 두면 이 블록은 위치를 모릅니다(NoPE).",
    )
    scale: float | None = param(
        None,
        ge=1e-6,
        le=1e6,
        en="Factor on the scores. Left out: (qk_nope_dim + qk_rope_dim) to the power of -1/2.",
        ko="점수에 곱하는 값입니다. 비워 두면 (qk_nope_dim + qk_rope_dim)의 -1/2제곱입니다.",
    )
    norm_eps: float = param(
        1e-6,
        ge=SMALLEST_EPS,
        le=1,
        en="Eps of the norms of both latents, as in Norm.",
        ko="두 잠재 벡터를 정규화할 때의 eps이며 Norm과 같습니다.",
    )
    bias: bool = param(
        False,
        en="Biases in the projections to the latents and out of the block.",
        ko="잠재 벡터로 가는 투영과 출력 투영에 편향을 둡니다.",
    )
    dropout: float = param(
        0.0,
        ge=0,
        lt=1,
        en="Share of attention weights dropped while training.",
        ko="학습할 때 버리는 어텐션 가중치의 비율입니다.",
    )
    d_model: int | None = inferred_width()

    category: ClassVar = "mixer"
    icon: ClassVar = "combine"
    title: ClassVar = {"en": "Latent attention", "ko": "잠재 어텐션"}
    summary: ClassVar = {
        "en": "Attention that remembers a small latent of each token instead of its keys and values.",
        "ko": "키와 값 대신 토큰마다 작은 잠재 벡터를 기억하는 어텐션입니다.",
    }

    def infer(self, inputs: Sequence[Signal], env: Env) -> Signal:
        signal = super().infer(inputs, env)
        if self.rope is not None:
            self.rope.check(self.qk_rope_dim, "qk_rope_dim")
        return signal

    def implied(self, width: int, env: Env) -> dict[str, Any]:
        return {**super().implied(width, env), "scale": (self.qk_nope_dim + self.qk_rope_dim) ** -0.5}

    def make(self, width: int, env: Env) -> nn.Module:
        from architectures.core.modules import mla

        plain = ("n_heads", "kv_lora_rank", "q_lora_rank", "qk_nope_dim", "qk_rope_dim", "v_dim")
        return mla.MLA(
            width,
            rope=self.rope.make(self.qk_rope_dim) if self.rope else None,
            scale=self.scale,
            norm_eps=self.norm_eps,
            bias=self.bias,
            dropout=self.dropout,
            **{name: getattr(self, name) for name in plain},
        )

    def mixing_flops(self, width: int, context_length: int) -> int:
        """Scores and gathered values of a full pass, 2 for each channel, head and key."""
        channels = self.qk_nope_dim + self.qk_rope_dim + self.v_dim
        return 2 * context_length * self.n_heads * channels

    def cache_values(self, width: int, length: int) -> int:
        return (self.kv_lora_rank + self.qk_rope_dim) * length

    def activation_values(self, width: int, context_length: int) -> int:
        # The input, both latents before and after their norms; then queries, keys, values and the gathered values.
        latents = 2 * ((self.q_lora_rank or 0) + self.kv_lora_rank) + self.qk_rope_dim
        per_head = 2 * (self.qk_nope_dim + self.qk_rope_dim) + 2 * self.v_dim
        return width + latents + self.n_heads * per_head
