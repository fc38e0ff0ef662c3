"""The Mamba-2 mixer (Dao and Gu, 2024)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from architectures.core.modules.causal_conv import CausalConv
from architectures.core.modules.context import Context
from architectures.core.modules.decay import draw_decay
from architectures.core.modules.initial import Draw
from architectures.core.modules.linear import Linear
from architectures.core.modules.ssd import ssd_by_chunk, ssd_by_token


class Mamba2(nn.Module):
    """[B, T, C] -> [B, T, C]. How far each token moves the states, and along which directions, depends on the token."""

    rejoining = ("out_proj",)

    def __init__(
        self,
        d_model: int,
        *,
        n_heads: int,
        head_dim: int,
        state_size: int = 128,
        n_groups: int = 1,
        conv_kernel: int = 4,
        conv_bias: bool = True,
        bias: bool = False,
        eps: float = 1e-5,
        dt_min: float = 0.0,
        dt_max: float | None = None,
        chunk_size: int = 64,
    ) -> None:
        super().__init__()
        self.n_heads, self.head_dim, self.n_groups, self.state_size = n_heads, head_dim, n_groups, state_size
        self.dt_min, self.dt_max, self.eps, self.chunk_size = dt_min, dt_max, eps, chunk_size
        self.d_inner, self.d_groups = n_heads * head_dim, n_groups * state_size
        self.d_conv = self.d_inner + 2 * self.d_groups  # x, b and c pass through the convolution together
        self.in_proj = Linear(d_model, self.d_inner + self.d_conv + n_heads, bias=bias)
        self.conv = CausalConv(self.d_conv, conv_kernel, groups=self.d_conv, bias=conv_bias)
        self.A_log = nn.Parameter(torch.zeros(n_heads))
        self.D = nn.Parameter(torch.ones(n_heads))
        self.dt_bias = nn.Parameter(torch.zeros(n_heads))
        self.norm_weight = nn.Parameter(torch.ones(self.d_inner))
        self.out_proj = Linear(self.d_inner, d_model, bias=bias)

    def forward(self, x: Tensor, ctx: Context) -> Tensor:
        gate, xbc, dt = torch.split(self.in_proj(x), [self.d_inner, self.d_conv, self.n_heads], -1)
        past, state = None, None
        if ctx.cache is not None:
            past, state = ctx.cache.state(self) or (None, None)
        xbc, past = self.conv(xbc, past)
        x, b, c = torch.split(F.silu(xbc), [self.d_inner, self.d_groups, self.d_groups], -1)
        y, state = self.scan(
            self.apart(x, self.n_heads),
            self.steps(dt),
            self.apart(b, self.n_groups),
            self.apart(c, self.n_groups),
            state,
        )
        if ctx.cache is not None:
            ctx.cache.remember(self, past.clone(), state)
        return self.out_proj(self.gated_norm(y.flatten(2), gate))  # type: ignore[no-any-return]

    def apart(self, x: Tensor, n: int) -> Tensor:
        """[B, T, n D] -> [B, T, n, D]"""
        return x.view(*x.shape[:-1], n, -1)

    def steps(self, dt: Tensor) -> Tensor:
        """Return how far each token moves the state of each head, [B, T, H] > 0."""
        return F.softplus(dt.float() + self.dt_bias.float()).clamp(self.dt_min, self.dt_max)

    def scan(
        self, x: Tensor, dt: Tensor, b: Tensor, c: Tensor, state: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        """Heads x [B, T, H, P], steps [B, T, H], directions [B, T, G, N] -> y [B, T, H, P], state [B, H, P, N]."""
        log_decay = -self.A_log.float().exp() * dt
        moved = x.float() * dt.unsqueeze(-1)
        if x.shape[1] == 1:
            y, state = ssd_by_token(moved, log_decay, b, c, state)
        else:
            y, state = ssd_by_chunk(moved, log_decay, b, c, state, self.chunk_size)
        return y + self.D.float().unsqueeze(-1) * x.float(), state

    def gated_norm(self, y: Tensor, gate: Tensor) -> Tensor:
        """Gate [B, T, H P], then divide by the root mean square of each group."""
        y = self.apart(y * F.silu(gate.float()), self.n_groups)
        y = F.rms_norm(y, (y.shape[-1],), eps=self.eps).flatten(-2)
        return self.norm_weight * y.to(gate.dtype)

    @torch.no_grad()
    def reset(self, draw: Draw) -> None:
        draw_decay(self.A_log, self.dt_bias, draw)
        self.D.fill_(1.0)
        self.norm_weight.fill_(1.0)
