"""LMHead: a score for every token of the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from architectures.core.blocks.base import Block, Env, Port, Signal, inferred_width, param
from architectures.core.errors import DesignError

if TYPE_CHECKING:
    from torch import nn


class LMHead(Block):
    """[B, T, C] -> logits [B, T, V]"""

    vocab_size: int | None = param(
        None,
        ge=1,
        le=4_000_000,
        unit="tokens",
        en="How many tokens are scored. Left out, as many as the tokenizer has.",
        ko="점수를 매기는 토큰의 수입니다. 비워 두면 토크나이저를 따릅니다.",
    )
    bias: bool = param(False, en="Learn a shift per token.", ko="토큰마다 이동값을 학습합니다.")
    tie_to: str | None = param(
        None,
        reference=True,
        en="Share the table of this token embedding (Press and Wolf, 2017).",
        ko="이 토큰 임베딩의 표를 함께 씁니다.",
    )
    logit_scale: float = param(
        1.0, gt=0, le=1e6, en="Logits are multiplied by this.", ko="로짓에 곱하는 값입니다."
    )
    logit_softcap: float | None = param(
        None,
        ge=1e-6,
        le=1e6,
        en="Bends logits into plus or minus this, as in Gemma 2.",
        ko="Gemma 2처럼 로짓을 이 값 안쪽으로 눌러 줍니다.",
    )
    d_model: int | None = inferred_width()

    category: ClassVar = "output"
    icon: ClassVar = "target"
    title: ClassVar = {"en": "LM head", "ko": "언어 모델 헤드"}
    summary: ClassVar = {
        "en": "Scores every token as the next one.",
        "ko": "모든 토큰에 다음에 올 점수를 매깁니다.",
    }
    output: ClassVar = Port("logits", "logits")

    def infer(self, inputs: Sequence[Signal], env: Env) -> Signal:
        width = super().infer(inputs, env).width
        rows = self.rows(env)
        if self.tie_to is not None and env.tables[self.tie_to] != (rows, width):
            expected = list(env.tables[self.tie_to])
            values = {"name": self.tie_to, "expected": expected, "actual": [rows, width]}
            raise DesignError("tie_sizes", values, attr="tie_to")
        embedded = min((n for n, _ in env.tables.values()), default=rows)
        if rows != embedded:
            raise DesignError("vocab_mismatch", {"head": rows, "embedding": embedded}, attr="vocab_size")
        return Signal("logits", rows)

    def rows(self, env: Env) -> int:
        """Tokens scored, V."""
        if self.vocab_size is None and self.tie_to is not None:
            return env.tables[self.tie_to][0]
        return self.vocab_size or env.vocab_size

    def make(self, width: int, env: Env) -> nn.Module:
        from architectures.core.modules.plumbing import Head

        return Head(
            width,
            self.rows(env),
            bias=self.bias,
            tied=self.tie_to is not None,
            scale=self.logit_scale,
            softcap=self.logit_softcap,
        )

    def activation_values(self, width: int, context_length: int) -> int:
        return width
