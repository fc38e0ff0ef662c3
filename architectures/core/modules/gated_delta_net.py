"""The gated DeltaNet mixer (Yang et al., 2024), as in Qwen3-Next."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from architectures.core.modules.causal_conv import CausalConv
from architectures.core.modules.context import Context
from architectures.core.modules.decay import draw_decay
from architectures.core.modules.delta_rule import delta_rule_by_chunk, delta_rule_by_token
from architectures.core.modules.initial import Draw
from architectures.core.modules.linear import Linear

UNIT_EPS = 1e-6  # under the root when keys and queries are brought to length one


class GatedDeltaNet(nn.Module):
    """[B, T, C] -> [B, T, C]. How much is forgotten and how firmly an entry is corrected depends on the token."""

    rejoining = ("out_proj",)

    def __init__(
        self,
        d_model: int,
        *,
        n_k_heads: int,
        n_v_heads: int,
        k_dim: int = 128,
        v_dim: int = 128,
        conv_kernel: int = 4,
        eps: float = 1e-6,
        chunk_size: int = 64,
    ) -> None:
        super().__init__()
        self.n_k_heads, self.n_v_heads, self.k_dim, self.v_dim = n_k_heads, n_v_heads, k_dim, v_dim
        self.eps, self.chunk_size = eps, chunk_size
        self.d_keys, self.d_values = n_k_heads * k_dim, n_v_heads * v_dim
        self.q = Linear(d_model, self.d_keys, bias=False)
        self.k = Linear(d_model, self.d_keys, bias=False)
        self.v = Linear(d_model, self.d_values, bias=False)
        self.z = Linear(d_model, self.d_values, bias=False)
        self.b = Linear(d_model, n_v_heads, bias=False)
        self.a = Linear(d_model, n_v_heads, bias=False)
        d_conv = 2 * self.d_keys + self.d_values
        self.conv = CausalConv(d_conv, conv_kernel, groups=d_conv)
        self.A_log = nn.Parameter(torch.zeros(n_v_heads))
        self.dt_bias = nn.Parameter(torch.ones(n_v_heads))
        self.norm_weight = nn.Parameter(torch.ones(v_dim))
        self.out_proj = Linear(self.d_values, d_model, bias=False)

    def forward(self, x: Tensor, ctx: Context) -> Tensor:
        past, state = None, None
        if ctx.cache is not None:
            past, state = ctx.cache.state(self) or (None, None)
        qkv, past = self.conv(torch.cat((self.q(x), self.k(x), self.v(x)), -1), past)
        q, k, v = torch.split(F.silu(qkv), [self.d_keys, self.d_keys, self.d_values], -1)
        log_decay = -self.A_log.float().exp() * F.softplus(self.a(x).float() + self.dt_bias.float())
        y, state = self.scan(self.unit(q), self.unit(k), self.heads(v), log_decay, self.b(x).sigmoid(), state)
        if ctx.cache is not None:
            ctx.cache.remember(self, past.clone(), state)
        return self.out_proj(self.gated_norm(y, self.heads(self.z(x))).flatten(2))  # type: ignore[no-any-return]

    def heads(self, x: Tensor) -> Tensor:
        """[B, T, H V] -> [B, T, H, V]"""
        return x.view(*x.shape[:-1], self.n_v_heads, self.v_dim)

    def unit(self, x: Tensor) -> Tensor:
        """[B, T, n_k_heads K] -> [B, T, H, K] of length one, each shared by neighbouring value heads."""
        x = x.view(*x.shape[:-1], self.n_k_heads, self.k_dim).float()
        x = x * torch.rsqrt(x.square().sum(-1, keepdim=True) + UNIT_EPS)
        return x.repeat_interleave(self.n_v_heads // self.n_k_heads, 2)

    def scan(
        self, q: Tensor, k: Tensor, v: Tensor, log_decay: Tensor, beta: Tensor, state: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        """Heads [B, T, H, K or V] and rates [B, T, H] -> y [B, T, H, V], state [B, H, K, V]."""
        q = q * self.k_dim**-0.5
        if v.shape[1] == 1:
            return delta_rule_by_token(q, k, v, log_decay, beta, state)
        return delta_rule_by_chunk(q, k, v, log_decay, beta, state, self.chunk_size)

    def gated_norm(self, y: Tensor, z: Tensor) -> Tensor:
        """Divide each head [B, T, H, V] by its root mean square, then gate it."""
        y = self.norm_weight * F.rms_norm(y, (self.v_dim,), eps=self.eps).to(z.dtype)
        return (y * F.silu(z.float())).to(z.dtype)

    @torch.no_grad()
    def reset(self, draw: Draw) -> None:
        draw_decay(self.A_log, self.dt_bias, draw)
        self.norm_weight.fill_(1.0)
