"""GatedDeltaNet: linear attention that corrects its memory (Yang et al., 2024, "Gated Delta Networks")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from architectures.core.blocks.base import Block, Env, Signal, inferred_width, param
from architectures.core.blocks.scans import chunk_size_param
from architectures.core.errors import DesignError

if TYPE_CHECKING:
    from torch import nn


class GatedDeltaNet(Block):
    """[B, T, C] -> [B, T, C]: each value head carries a table [k_dim, v_dim] from keys to values"""

    n_k_heads: int = param(
        ge=1,
        le=1024,
        en="Query and key heads: each serves one or several value heads.",
        ko="쿼리·키 헤드의 수입니다. 하나가 값 헤드 하나 또는 여럿을 맡습니다.",
    )
    n_v_heads: int = param(
        ge=1,
        le=1024,
        en="Value heads: how many memories are kept side by side. A multiple of n_k_heads.",
        ko="값 헤드의 수, 곧 나란히 간직하는 기억의 수입니다. n_k_heads의 배수여야 합니다.",
    )
    k_dim: int = param(
        128,
        ge=1,
        le=4096,
        unit="channels",
        en="Channels per query and key: how many things a memory can tell apart.",
        ko="쿼리와 키의 채널 수입니다. 클수록 기억 하나가 더 많은 것을 구별합니다.",
    )
    v_dim: int = param(
        128, ge=1, le=4096, unit="channels", en="Channels per value.", ko="값의 채널 수입니다."
    )
    conv_kernel: int = param(
        4,
        ge=1,
        le=256,
        unit="tokens",
        en="Tokens that a short convolution blends in queries, keys and values.",
        ko="쿼리·키·값에서 짧은 합성곱이 섞는 토큰의 수입니다.",
    )
    eps: float = param(
        1e-6,
        gt=0,
        le=1,
        en="Added under the root of the gated norm so that nothing is divided by zero.",
        ko="게이트 정규화에서 0으로 나누지 않도록 제곱근 안에 더하는 작은 값입니다.",
    )
    chunk_size: int = chunk_size_param()
    d_model: int | None = inferred_width()

    category: ClassVar = "mixer"
    ordered: ClassVar = True
    icon: ClassVar = "replace"
    title: ClassVar = {"en": "Gated DeltaNet", "ko": "Gated DeltaNet"}
    summary: ClassVar = {
        "en": "Keeps a table of what belongs to what, and corrects an entry when it learns better.",
        "ko": "무엇이 무엇과 짝인지 표로 기억하고, 새로 알게 되면 그 칸만 고쳐 씁니다.",
    }

    def infer(self, inputs: Sequence[Signal], env: Env) -> Signal:
        signal = super().infer(inputs, env)
        if self.n_v_heads % self.n_k_heads:
            values = {"n_v_heads": self.n_v_heads, "n_k_heads": self.n_k_heads}
            raise DesignError("key_heads_do_not_divide", values, attr="n_k_heads")
        return signal

    def convolved(self) -> int:
        """Channels that pass through the convolution: those of all queries, keys and values."""
        return 2 * self.n_k_heads * self.k_dim + self.n_v_heads * self.v_dim

    def make(self, width: int, env: Env) -> nn.Module:
        from architectures.core.modules.gated_delta_net import GatedDeltaNet as GatedDeltaNetModule

        return GatedDeltaNetModule(
            width,
            n_k_heads=self.n_k_heads,
            n_v_heads=self.n_v_heads,
            k_dim=self.k_dim,
            v_dim=self.v_dim,
            conv_kernel=self.conv_kernel,
            eps=self.eps,
            chunk_size=self.chunk_size,
        )

    def mixing_flops(self, width: int, context_length: int) -> int:
        """Per token, with chunks of Q: both products with keys 4QK, mixing 2QV, writing and reading 6KV of each head.

        Solving the triangular system, Q(K + V) more, is left out, as by PyTorch's own counter. The last chunk is
        computed in full, even where the text ends within it.
        """
        chunk = min(self.chunk_size, context_length)
        head = 2 * chunk * (2 * self.k_dim + self.v_dim) + 6 * self.k_dim * self.v_dim
        scanned = -(-context_length // chunk) * chunk
        return 2 * self.conv_kernel * self.convolved() + self.n_v_heads * head * scanned // context_length

    def cache_values(self, width: int, length: int) -> int:
        return (self.conv_kernel - 1) * self.convolved() + self.n_v_heads * self.k_dim * self.v_dim

    def activation_values(self, width: int, context_length: int) -> int:
        chunk = min(self.chunk_size, context_length)
        states = 2 * self.k_dim * self.v_dim // chunk  # one state for each chunk
        head = 8 * self.k_dim + 10 * self.v_dim + 6 * chunk + states
        return width + 3 * self.convolved() + self.n_v_heads * head
