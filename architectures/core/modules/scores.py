"""Attention of queries to keys: by the fused kernel, or written out where it cannot or is slower."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from architectures.core.modules.causal import WHOLE, CausalProducts, causal, parts
from architectures.core.modules.context import Context
from architectures.core.modules.masks import added
from architectures.core.modules.ways import another_way

# Up to so many keys products of matrices are faster on a CPU: in bf16 twice, and at 1024 little is left of that. In fp32
# with AVX2 1.3 times with 64 keys, 1.15 times with 256; more keys take memory for little. With AVX512 they are slower.
MOST_KEYS = {torch.bfloat16: 512}
if torch.backends.cpu.get_cpu_capability() == "AVX2":
    MOST_KEYS[torch.float32] = 256


def fused(
    q: Tensor,
    k: Tensor,
    v: Tensor,
    mask: Tensor | None,
    scale: float,
    dropout: float = 0.0,
    ctx: Context | None = None,
) -> Tensor:
    """[B, H, T, D] against [B, K, L, D] -> [B, H, T, D]. Without a mask, T tokens are causal, and one sees all keys."""
    if in_products(q, k):
        if mask is None:
            return causal_products(q, k, v, scale, dropout, ctx)
        return products(q, k, v, mask, scale, dropout)
    if mask is not None:
        # On GPUs no kernel knows both masks and shared heads; what is left would hold all scores in memory.
        k, v = for_all_heads(k, q.shape[1]), for_all_heads(v, q.shape[1])
    return F.scaled_dot_product_attention(
        q,
        k,
        v,
        attn_mask=mask,
        dropout_p=dropout,
        is_causal=mask is None and q.shape[2] > 1,
        scale=scale,
        enable_gqa=q.shape[1] != k.shape[1],
    )


@another_way
def in_products(q: Tensor, k: Tensor) -> bool:
    """Whether products of matrices are the faster way: with few keys on a CPU; in fp32 for their gradients alone."""
    few = q.shape[2] > 1 and k.shape[2] <= MOST_KEYS.get(q.dtype, 0)
    wanted = q.dtype != torch.float32 or q.requires_grad
    return few and wanted and q.device.type == "cpu" and not torch.compiler.is_exporting()


def causal_products(
    q: Tensor, k: Tensor, v: Tensor, scale: float, dropout: float = 0.0, ctx: Context | None = None
) -> Tensor:
    """Causal attention by products; of many tokens those of the first half leave out the second half."""
    B, H, T, _ = q.shape
    bias = causal(T, q, ctx)
    if T <= WHOLE:
        return products(q, k, v, bias, scale, dropout)
    if dropout or torch.compiler.is_compiling():
        pieces = [
            products(q[:, :, some], k[:, :, seen], v[:, :, seen], bias[:, some, seen], scale, dropout)
            for some, seen in parts(T)
        ]
        return torch.cat(pieces[::-1], 2)
    flat = (t.flatten(0, 1) for t in (q, for_all_heads(k, H), for_all_heads(v, H)))
    y: Tensor = CausalProducts.apply(*flat, bias, scale)  # type: ignore[no-untyped-call]
    return y.view(B, H, T, -1)


def products(q: Tensor, k: Tensor, v: Tensor, mask: Tensor, scale: float, dropout: float = 0.0) -> Tensor:
    """The same as three operations on [B H, T, L]. `mask` is bool [T, L], or what is added, [1 or H, T, L]."""
    B, H, T, _ = q.shape
    k, v = for_all_heads(k, H), for_all_heads(v, H)
    bias = added(mask).to(q.dtype)
    bias = bias.expand(B * H, -1, -1) if len(bias) == 1 else bias.expand(B, -1, -1, -1).flatten(0, 1)
    scores = torch.baddbmm(bias, q.flatten(0, 1), k.flatten(0, 1).mT, alpha=scale)
    weights = F.dropout(scores.softmax(-1), dropout)
    return torch.bmm(weights, v.flatten(0, 1)).view(B, H, T, -1)


def explicit(
    q: Tensor,
    k: Tensor,
    v: Tensor,
    mask: Tensor,
    scale: float,
    dropout: float = 0.0,
    softcap: float | None = None,
) -> Tensor:
    """The same, written out. `mask` is bool [T, L], or what is added to the scores, [H, T, L]; softmax is in fp32."""
    k, v = for_all_heads(k, q.shape[1]), for_all_heads(v, q.shape[1])
    scores = q @ k.transpose(-1, -2) * scale
    if softcap is not None:
        scores = torch.tanh(scores / softcap) * softcap
    scores = scores.masked_fill(~mask, -torch.inf) if mask.dtype == torch.bool else scores + mask
    weights = scores.softmax(-1, dtype=torch.float32).to(q.dtype)
    return F.dropout(weights, dropout) @ v


def for_all_heads(x: Tensor, n_heads: int) -> Tensor:
    """Repeat keys or values for the heads that share them: [B, K, L, D] -> [B, H, L, D]."""
    return x if x.shape[1] == n_heads else x.repeat_interleave(n_heads // x.shape[1], 1)


def with_sinks(bias: Tensor, sinks: Tensor) -> Tensor:
    """Append the scores of the sinks [H], as of one more key, to what is added to scores.

    [1 or H, T, L] -> [H, T, L + 1]
    """
    shape = (sinks.shape[0], bias.shape[1], -1)
    return torch.cat((bias.expand(shape), sinks[:, None, None].expand(shape)), -1)


def with_empty(x: Tensor) -> Tensor:
    """Append a key or value of zeros, that of the sink: [B, H, L, D] -> [B, H, L + 1, D]."""
    return F.pad(x, (0, 0, 0, 1))
