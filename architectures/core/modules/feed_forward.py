"""The two- or three-matrix network applied to each token alone (Shazeer, 2020, for the gated forms)."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor, nn
from torch.nn import functional as F

from architectures.core.modules.context import Context
from architectures.core.modules.gelu import gelu_by_sigmoid, gelu_in_bf16
from architectures.core.modules.linear import Linear
from architectures.core.modules.ways import compiled_for_cpu, trains_in_bf16_on_cpu

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": F.relu,
    "relu2": lambda x: F.relu(x).square(),
    "gelu": F.gelu,
    "gelu_tanh": lambda x: (
        gelu_by_sigmoid(x)
        if compiled_for_cpu(x)
        else gelu_in_bf16(x)
        if trains_in_bf16_on_cpu(x)
        else F.gelu(x, approximate="tanh")
    ),
    "silu": F.silu,
    "mish": F.mish,
}


class FeedForward(nn.Module):
    """[B, T, C] -> [B, T, C] through d_ff channels."""

    rejoining = ("down",)

    def __init__(self, d_model: int, d_ff: int, *, gated: bool, activation: str, bias: bool = False) -> None:
        super().__init__()
        self.activation = ACTIVATIONS[activation]
        self.gate = Linear(d_model, d_ff, bias=bias) if gated else None
        self.up = Linear(d_model, d_ff, bias=bias)
        self.down = Linear(d_ff, d_model, bias=bias)

    def forward(self, x: Tensor, ctx: Context | None = None) -> Tensor:
        if self.gate is None:
            inner = self.activation(self.up(x))
        else:
            inner = self.activation(self.gate(x)) * self.up(x)
        return self.down(inner)  # type: ignore[no-any-return]
