"""LearnedPositionalEmbedding: adds a learned vector for every position, as in GPT-2 (Radford et al., 2019)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from architectures.core.blocks.base import Block, Env, inferred_width, param

if TYPE_CHECKING:
    from torch import nn


class LearnedPositionalEmbedding(Block):
    """[B, T, C] -> [B, T, C]"""

    max_positions: int = param(
        ge=1,
        le=1_048_576,
        unit="tokens",
        en="The longest text that has positions. Longer texts cannot be read.",
        ko="위치 벡터가 있는 가장 긴 길이입니다. 이보다 긴 글은 읽을 수 없습니다.",
    )
    offset: int = param(
        0,
        ge=0,
        le=1024,
        en="Rows skipped at the start of the table (2 in OPT).",
        ko="표의 앞에서 건너뛰는 행의 수입니다(OPT는 2).",
    )
    d_model: int | None = inferred_width()

    category: ClassVar = "embedding"
    ordered: ClassVar = True
    icon: ClassVar = "list-ordered"
    title: ClassVar = {"en": "Learned positions", "ko": "학습 위치 임베딩"}
    summary: ClassVar = {
        "en": "Adds a learned vector for each position.",
        "ko": "위치마다 학습되는 벡터를 더합니다.",
    }

    def make(self, width: int, env: Env) -> nn.Module:
        from architectures.core.modules.embeddings import LearnedPositions

        return LearnedPositions(self.max_positions, width, offset=self.offset)
