"""Gated recurrent layers (Cho et al., 2014; Hochreiter and Schmidhuber, 1997)."""

from __future__ import annotations

import math

from torch import Tensor, nn

from architectures.core.modules.context import Context
from architectures.core.modules.initial import Draw


class GRU(nn.GRU):
    """PyTorch's, drawn with the seed of the model."""

    def reset(self, draw: Draw) -> None:
        draw_gates(self, draw)


class LSTM(nn.LSTM):
    """PyTorch's, drawn with the seed of the model."""

    def reset(self, draw: Draw) -> None:
        draw_gates(self, draw)


def draw_gates(layers: nn.RNNBase, draw: Draw) -> None:
    """Uniform within 1 / sqrt(hidden_size), as PyTorch does it."""
    bound = 1 / math.sqrt(layers.hidden_size)
    for parameter in layers.parameters():
        draw.uniform(parameter, -bound, bound)


class RNN(nn.Module):
    """[B, T, C] -> [B, T, C]. A state that is not C wide is projected back."""

    rejoining = ("out_proj",)

    def __init__(
        self,
        d_model: int,
        *,
        kind: str,
        hidden_size: int,
        n_layers: int = 1,
        bias: bool = True,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        make = {"gru": GRU, "lstm": LSTM}[kind]
        between = dropout if n_layers > 1 else 0.0
        self.rnn = make(d_model, hidden_size, n_layers, bias=bias, batch_first=True, dropout=between)
        self.out_proj = (
            nn.Linear(hidden_size, d_model, bias=bias) if hidden_size != d_model else nn.Identity()
        )

    def forward(self, x: Tensor, ctx: Context) -> Tensor:
        state = None if ctx.cache is None else self.recalled(ctx)
        y, state = self.rnn(x, state)
        if ctx.cache is not None:
            ctx.cache.remember(self, *(state if isinstance(state, tuple) else (state,)))
        return self.out_proj(y)  # type: ignore[no-any-return]

    def recalled(self, ctx: Context) -> Tensor | tuple[Tensor, ...] | None:
        """Return the state as the kernels take it: h [n_layers, B, H], or for an LSTM h and c."""
        kept = None if ctx.cache is None else ctx.cache.state(self)
        return kept[0] if kept is not None and len(kept) == 1 else kept
