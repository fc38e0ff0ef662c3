"""The scan of Mamba-2, "state space duality" (Dao and Gu, 2024), in two forms that compute the same.

Each head keeps a state h [P, N]. Token by token it fades, takes in x along the direction b, and is read along c:
    h_t = exp(a_t) h_{t-1} + x_t b_t^T        y_t = h_t c_t
The R heads of a group share b and c. Sizes: B batch, T time, H = G R heads, P channels, N directions, Q chunk.
"""

from __future__ import annotations

import torch
from torch import Tensor

from architectures.core.modules.chunks import decays, in_chunks


def ssd_by_token(
    x: Tensor, log_decay: Tensor, b: Tensor, c: Tensor, state: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """The definition. x [B, T, H, P], log_decay [B, T, H], b and c [B, T, G, N] -> y [B, T, H, P], state [B, H, P, N]."""
    n_shared = x.shape[2] // b.shape[2]
    x, decay = x.float(), log_decay.float().exp()
    b, c = (t.float().repeat_interleave(n_shared, 2) for t in (b, c))  # [B, T, H, N]
    if state is None:
        state = x.new_zeros(x.shape[0], x.shape[2], x.shape[3], b.shape[3])
    outputs = []
    for t in range(x.shape[1]):
        state = decay[:, t, :, None, None] * state + x[:, t, :, :, None] * b[:, t, :, None, :]
        outputs.append((state * c[:, t, :, None, :]).sum(-1))
    return torch.stack(outputs, 1), state


def ssd_by_chunk(
    x: Tensor, log_decay: Tensor, b: Tensor, c: Tensor, state: Tensor | None = None, size: int = 64
) -> tuple[Tensor, Tensor]:
    """The same, `size` tokens at a time: within a chunk as masked attention, between chunks through the state.

    In sums over axes: b batch, n chunk, q and s tokens of it, g group, r head of it, p channel, d direction.
    """
    n_tokens, n_groups, size = x.shape[1], b.shape[2], min(size, x.shape[1])
    heads = (n_groups, x.shape[2] // n_groups)
    x, b, c = (in_chunks(t, size) for t in (x, b, c))
    x = torch.unflatten(x, 3, heads)  # [B, n, Q, G, R, P]
    log_decay = torch.unflatten(in_chunks(log_decay, size), 3, heads).movedim(2, -1)  # [B, n, G, R, Q]

    # Within a chunk: how much of token s reaches token q >= s.
    left = decays(log_decay)  # [B, n, G, R, Q, Q]
    scores = torch.einsum("bnqgd,bnsgd->bngqs", c, b)
    y = torch.einsum("bngrqs,bnsgrp->bnqgrp", scores.unsqueeze(3) * left, x)

    # What each chunk adds to the state, as much of it as is left at its end.
    at_end = left[..., -1, :].movedim(-1, 2).unsqueeze(-1)  # [B, n, Q, G, R, 1]
    added = torch.einsum("bnsgrp,bnsgd->bngrpd", x * at_end, b)

    # From chunk to chunk, and out to the tokens of each.
    since_start = log_decay.cumsum(-1).exp()  # [B, n, G, R, Q]
    state = None if state is None else torch.unflatten(state, 1, heads)
    before, last = carry(added, since_start[..., -1], state)
    read = torch.einsum("bnqgd,bngrpd->bnqgrp", c, before)
    y = y + read * since_start.movedim(-1, 2).unsqueeze(-1)
    return y.flatten(3, 4).flatten(1, 2)[:, :n_tokens], last.flatten(1, 2)


def carry(added: Tensor, decay: Tensor, state: Tensor | None) -> tuple[Tensor, Tensor]:
    """States before each chunk [B, n, G, R, P, N], and after the last, from what chunks add and how they fade it."""
    state = torch.zeros_like(added[:, 0]) if state is None else state
    before = []
    for left, new in zip(decay[..., None, None].unbind(1), added.unbind(1), strict=True):
        before.append(state)
        state = left * state + new
    return torch.stack(before, 1), state
