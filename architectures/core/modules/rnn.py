"""Gated recurrent layers (Cho et al., 2014; Hochreiter and Schmidhuber, 1997)."""

from __future__ import annotations

import math

from torch import Tensor, nn

from architectures.core.modules.context import Context
from architectures.core.modules.initial import Draw
from architectures.core.modules.linear import Linear


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


def for_kernels(kept: tuple[Tensor, ...]) -> Tensor | tuple[Tensor, ...]:
    """[B, n_layers, H] each -> the state as PyTorch takes it: h [n_layers, B, H], and for an LSTM its cells beside it."""
    state = tuple(t.transpose(0, 1).contiguous() for t in kept)
    return state[0] if len(state) == 1 else state


def for_cache(state: Tensor | tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """The way back."""
    parts = state if isinstance(state, tuple) else (state,)
    return tuple(t.transpose(0, 1) for t in parts)


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
        same = hidden_size == d_model
        self.out_proj = nn.Identity() if same else Linear(hidden_size, d_model, bias=bias)

    def forward(self, x: Tensor, ctx: Context) -> Tensor:
        kept = None if ctx.cache is None else ctx.cache.state(self)
        y, state = self.rnn(x, None if kept is None else for_kernels(kept))
        if ctx.cache is not None:
            ctx.cache.remember(self, *for_cache(state))
        return self.out_proj(y)  # type: ignore[no-any-return]
