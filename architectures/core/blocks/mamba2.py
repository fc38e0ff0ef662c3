"""Mamba2: a selective state space (Dao and Gu, 2024, "Transformers are SSMs")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from architectures.core.blocks.base import Block, Env, Params, Signal, inferred_width, param
from architectures.core.blocks.scans import chunk_size_param
from architectures.core.errors import DesignError

if TYPE_CHECKING:
    from torch import nn


class StepLimit(Params):
    """Bounds on the step sizes."""

    min: float = param(0.0, ge=0, le=1e6, en="The smallest step.", ko="가장 작은 스텝입니다.")
    max: float | None = param(
        None,
        gt=0,
        le=1e6,
        en="The largest step. Left out: no bound.",
        ko="가장 큰 스텝입니다. 비워 두면 제한이 없습니다.",
    )


class Mamba2(Block):
    """[B, T, C] -> [B, T, C]: each head carries a state [P, N] from token to token"""

    n_heads: int = param(
        ge=1,
        le=4096,
        en="Heads, each with a state of its own. n_heads × head_dim is commonly 2 × d_model.",
        ko="헤드의 수이며 헤드마다 상태를 하나씩 가집니다. n_heads × head_dim은 보통 d_model의 2배입니다.",
    )
    head_dim: int = param(
        64, ge=1, le=4096, unit="channels", en="Channels per head.", ko="헤드당 채널 수입니다."
    )
    state_size: int = param(
        128,
        ge=1,
        le=4096,
        en="Numbers that a state keeps for each channel. More of them remember more, and cost more.",
        ko="상태가 채널마다 간직하는 수의 개수입니다. 클수록 많이 기억하지만 계산도 늘어납니다.",
    )
    n_groups: int = param(
        1,
        ge=1,
        le=4096,
        en="Groups of heads that write and read their states by the same directions.",
        ko="같은 방향으로 상태를 쓰고 읽는 헤드 묶음의 수입니다.",
    )
    conv_kernel: int = param(
        4,
        ge=1,
        le=256,
        unit="tokens",
        en="Tokens that a short convolution blends before the state sees them.",
        ko="상태에 들어가기 전에 짧은 합성곱이 섞는 토큰의 수입니다.",
    )
    conv_bias: bool = param(True, en="Bias in the convolution.", ko="합성곱에 편향을 둡니다.")
    bias: bool = param(
        False, en="Biases in the projections in and out.", ko="입력과 출력 투영에 편향을 둡니다."
    )
    eps: float = param(
        1e-5,
        gt=0,
        le=1,
        en="Added under the root of the gated norm so that nothing is divided by zero.",
        ko="게이트 정규화에서 0으로 나누지 않도록 제곱근 안에 더하는 작은 값입니다.",
    )
    dt_limit: StepLimit | None = param(
        None,
        en="Bounds on the step, which is how far one token moves a state. Left out: none.",
        ko="토큰 하나가 상태를 바꾸는 정도, 곧 스텝의 범위입니다. 비워 두면 제한이 없습니다.",
    )
    chunk_size: int = chunk_size_param()
    d_model: int | None = inferred_width()

    category: ClassVar = "mixer"
    ordered: ClassVar = True
    icon: ClassVar = "worm"
    title: ClassVar = {"en": "Mamba-2", "ko": "Mamba-2"}
    summary: ClassVar = {
        "en": "Carries a memory of fixed size along the text, and chooses what to keep and what to forget.",
        "ko": "크기가 정해진 기억을 글을 따라 옮기면서, 무엇을 남기고 무엇을 잊을지 고릅니다.",
    }

    def infer(self, inputs: Sequence[Signal], env: Env) -> Signal:
        signal = super().infer(inputs, env)
        if self.n_heads % self.n_groups:
            values = {"n_heads": self.n_heads, "n_groups": self.n_groups}
            raise DesignError("groups_do_not_divide", values, attr="n_groups")
        limit = self.dt_limit
        if limit is not None and limit.max is not None and limit.max < limit.min:
            raise DesignError("dt_limit_empty", {"min": limit.min, "max": limit.max}, attr="dt_limit")
        return signal

    def inner(self) -> int:
        """Channels of all heads, H P."""
        return self.n_heads * self.head_dim

    def convolved(self) -> int:
        """Channels that pass through the convolution: those of the heads, and both directions of each group."""
        return self.inner() + 2 * self.n_groups * self.state_size

    def make(self, width: int, env: Env) -> nn.Module:
        from architectures.core.modules.mamba2 import Mamba2 as Mamba2Module

        return Mamba2Module(
            width,
            n_heads=self.n_heads,
            head_dim=self.head_dim,
            state_size=self.state_size,
            n_groups=self.n_groups,
            conv_kernel=self.conv_kernel,
            conv_bias=self.conv_bias,
            bias=self.bias,
            eps=self.eps,
            dt_min=self.dt_limit.min if self.dt_limit else 0.0,
            dt_max=self.dt_limit.max if self.dt_limit else None,
            chunk_size=self.chunk_size,
        )

    def mixing_flops(self, width: int, context_length: int) -> int:
        """Per token, with chunks of Q: scores 2QN of each group; of each head mixing 2QP, writing and reading 4PN.

        The last chunk is computed in full, even where the text ends within it.
        """
        chunk = min(self.chunk_size, context_length)
        scores = 2 * chunk * self.state_size * self.n_groups
        heads = 2 * self.inner() * (chunk + 2 * self.state_size)
        scanned = -(-context_length // chunk) * chunk
        return 2 * self.conv_kernel * self.convolved() + (scores + heads) * scanned // context_length

    def cache_values(self, width: int, length: int) -> int:
        return (self.conv_kernel - 1) * self.convolved() + self.inner() * self.state_size

    def activation_values(self, width: int, context_length: int) -> int:
        chunk = min(self.chunk_size, context_length)
        states = self.inner() * self.state_size // chunk  # one state for each chunk
        return width + 3 * self.convolved() + 11 * self.inner() + 3 * chunk * self.n_heads + 2 * states
