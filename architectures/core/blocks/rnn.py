"""RNN: recurrent layers with gates: GRU (Cho et al., 2014) and LSTM (Hochreiter and Schmidhuber, 1997)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from architectures.core.blocks.base import Block, Env, inferred_width, param

if TYPE_CHECKING:
    from torch import nn

GATES = {"gru": 3, "lstm": 4}  # matrices of each kind, for input and state alike
KEPT = {"gru": 8, "lstm": 17}  # numbers that PyTorch's kernels keep of each hidden channel for backward
STATES = {"gru": 1, "lstm": 2}  # an LSTM keeps its cells beside its output


class RNN(Block):
    """[B, T, C] -> [B, T, C]: one token after the other changes a state [hidden_size]"""

    kind: Literal["gru", "lstm"] = param(
        "gru",
        en="gru: one state, three pairs of matrices; lstm: a cell beside the state, four pairs.",
        ko="gru는 상태 하나와 행렬 세 쌍을, lstm은 상태에 셀을 더하고 행렬 네 쌍을 씁니다.",
    )
    hidden_size: int | None = param(
        None,
        ge=1,
        le=65_536,
        unit="channels",
        en="Width of the state. Left out: d_model. If it differs, a projection leads back to d_model.",
        ko="상태의 너비입니다. 비워 두면 d_model과 같고, 다르면 투영을 거쳐 d_model로 돌아옵니다.",
    )
    n_layers: int = param(
        1,
        ge=1,
        le=64,
        unit="layers",
        en="Recurrent layers, one above the other.",
        ko="위로 쌓는 순환층의 수입니다.",
    )
    bias: bool = param(
        True, en="Biases in the gates and the projection.", ko="게이트와 투영에 편향을 둡니다."
    )
    dropout: float = param(
        0.0,
        ge=0,
        lt=1,
        en="Share of numbers dropped between its layers while training.",
        ko="학습할 때 층 사이에서 버리는 값의 비율입니다.",
    )
    d_model: int | None = inferred_width()

    category: ClassVar = "mixer"
    ordered: ClassVar = True
    icon: ClassVar = "iteration-cw"
    title: ClassVar = {"en": "Recurrent network", "ko": "순환 신경망"}
    summary: ClassVar = {
        "en": "Reads one token after the other and updates its memory with gates (GRU or LSTM).",
        "ko": "토큰을 하나씩 차례로 읽으며 게이트로 기억을 고칩니다(GRU, LSTM).",
    }

    def size(self, width: int) -> int:
        """Width of the state."""
        return self.hidden_size or width

    def implied(self, width: int, env: Env) -> dict[str, Any]:
        return {**super().implied(width, env), "hidden_size": width}

    def make(self, width: int, env: Env) -> nn.Module:
        from architectures.core.modules import rnn

        return rnn.RNN(
            width,
            kind=self.kind,
            hidden_size=self.size(width),
            n_layers=self.n_layers,
            bias=self.bias,
            dropout=self.dropout,
        )

    def mixing_flops(self, width: int, context_length: int) -> int:
        """The gates' matrices, which are no Linear layers: of the input and of the state, in each layer."""
        size = self.size(width)
        inputs = width + (self.n_layers - 1) * size
        return 2 * GATES[self.kind] * size * (inputs + self.n_layers * size)

    def cache_values(self, width: int, length: int) -> int:
        return STATES[self.kind] * self.n_layers * self.size(width)

    def activation_values(self, width: int, context_length: int) -> int:
        return width + KEPT[self.kind] * self.n_layers * self.size(width)
