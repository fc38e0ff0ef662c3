"""TokenEmbedding: a learned vector for every token id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from architectures.core.blocks.base import Block, Env, Port, Signal, param

if TYPE_CHECKING:
    from torch import nn


class TokenEmbedding(Block):
    """ids [B, T] -> [B, T, C]"""

    vocab_size: int | None = param(
        None,
        ge=1,
        le=4_000_000,
        unit="tokens",
        en="How many different tokens there are. Left out, the tokenizer decides.",
        ko="서로 다른 토큰의 수입니다. 비워 두면 토크나이저를 따릅니다.",
    )
    d_model: int = param(
        ge=1,
        le=65_536,
        unit="channels",
        en="Width of the stream: numbers per token.",
        ko="스트림의 너비, 곧 토큰 하나를 나타내는 수의 개수입니다.",
    )
    scale: float = param(
        1.0,
        gt=0,
        le=1e6,
        en="The vectors are multiplied by this.",
        ko="임베딩 벡터에 곱하는 값입니다.",
    )

    category: ClassVar = "embedding"
    icon: ClassVar = "book-type"
    title: ClassVar = {"en": "Token embedding", "ko": "토큰 임베딩"}
    summary: ClassVar = {
        "en": "Turns each token id into a learned vector.",
        "ko": "토큰 번호를 학습되는 벡터로 바꿉니다.",
    }
    inputs: ClassVar = (Port("ids", "tokens"),)

    def infer(self, inputs: Sequence[Signal], env: Env) -> Signal:
        return Signal("stream", self.d_model)

    def table(self, env: Env) -> tuple[int, int]:
        """Rows and columns of the table: V, C."""
        return self.vocab_size or env.vocab_size, self.d_model

    def make(self, width: int, env: Env) -> nn.Module:
        from architectures.core.modules.embeddings import TokenTable

        return TokenTable(*self.table(env), scale=self.scale)

    def activation_values(self, width: int, context_length: int) -> int:
        return self.d_model
