"""SinusoidalPositionalEmbedding: adds fixed waves (Vaswani et al., 2017, section 3.5). Nothing is learned."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from architectures.core.blocks.base import Block, Env, inferred_width, param

if TYPE_CHECKING:
    from torch import nn


class SinusoidalPositionalEmbedding(Block):
    """[B, T, C] -> [B, T, C]"""

    max_positions: int | None = param(
        None,
        ge=1,
        le=1_048_576,
        unit="tokens",
        en="Longest text allowed. Left out, there is no limit: waves need no table.",
        ko="허용하는 가장 긴 길이입니다. 비워 두면 제한이 없습니다. 사인파에는 표가 필요 없습니다.",
    )
    offset: int = param(
        0,
        ge=0,
        le=1024,
        en="Added to every position.",
        ko="모든 위치에 더하는 값입니다.",
    )
    d_model: int | None = inferred_width()

    category: ClassVar = "embedding"
    ordered: ClassVar = True
    icon: ClassVar = "audio-waveform"
    title: ClassVar = {"en": "Sinusoidal positions", "ko": "사인파 위치 임베딩"}
    summary: ClassVar = {
        "en": "Adds fixed sine and cosine waves for each position.",
        "ko": "위치마다 정해진 사인·코사인 파동을 더합니다.",
    }

    def make(self, width: int, env: Env) -> nn.Module:
        from architectures.core.modules.embeddings import SinusoidalPositions

        return SinusoidalPositions(width, offset=self.offset)
