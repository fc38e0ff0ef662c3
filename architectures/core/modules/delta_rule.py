"""The gated delta rule (Yang et al., 2024), in two forms that compute the same.

Each head keeps a table S [K, V] from keys to values. Token by token it fades by exp(g); what it holds for the key k is
compared with the value v, corrected by the share beta of the difference, and read for the query q:
    S = exp(g_t) S_{t-1}        S_t = S + k_t (beta_t (v_t - S^T k_t))^T        y_t = S_t^T q_t
Sizes: B batch, T time, H heads, K and V channels of keys and values, Q chunk.
"""

from __future__ import annotations

import torch
from torch import Tensor

from architectures.core.modules.chunks import decays, in_chunks


def delta_rule_by_token(
    q: Tensor, k: Tensor, v: Tensor, log_decay: Tensor, beta: Tensor, state: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """The definition. q and k [B, T, H, K], v [B, T, H, V], log_decay and beta [B, T, H] -> y [B, T, H, V], S."""
    q, k, v, beta = (t.float() for t in (q, k, v, beta))
    decay = log_decay.float().exp()
    if state is None:
        state = v.new_zeros(v.shape[0], v.shape[2], k.shape[3], v.shape[3])
    outputs = []
    for t in range(v.shape[1]):
        state = decay[:, t, :, None, None] * state
        held = (state * k[:, t, :, :, None]).sum(-2)  # [B, H, V]
        change = beta[:, t, :, None] * (v[:, t] - held)
        state = state + k[:, t, :, :, None] * change[:, :, None, :]
        outputs.append((state * q[:, t, :, :, None]).sum(-2))
    return torch.stack(outputs, 1), state


def delta_rule_by_chunk(
    q: Tensor,
    k: Tensor,
    v: Tensor,
    log_decay: Tensor,
    beta: Tensor,
    state: Tensor | None = None,
    size: int = 64,
) -> tuple[Tensor, Tensor]:
    """The same, `size` tokens at a time. A change depends on all changes before it in its chunk: with L strictly lower,
    L_ij = beta_i exp(g_{j+1} + … + g_i) k_i^T k_j, the changes solve (1 + L) change = beta (v - what S held before).
    """
    n_tokens, size = v.shape[1], min(size, v.shape[1])
    q, k, v = (in_chunks(t, size).movedim(3, 1) for t in (q, k, v))  # [B, H, n, Q, K or V]
    log_decay, beta = (in_chunks(t, size).movedim(3, 1) for t in (log_decay, beta))  # [B, H, n, Q]
    left = decays(log_decay)  # [B, H, n, Q, Q]
    since_start = log_decay.cumsum(-1).exp().unsqueeze(-1)  # [B, H, n, Q, 1]
    beta = beta.unsqueeze(-1)

    # S before each chunk is not known yet, so both parts of the solution are kept apart: change = u - w @ S.
    # The solver takes what is below the diagonal for L and reads the diagonal as ones.
    lower = beta * (k @ k.mT) * left
    sides = torch.cat((beta * v, beta * since_start * k), -1)
    solved = torch.linalg.solve_triangular(lower, sides, upper=False, unitriangular=True)
    u, w = torch.split(solved, [v.shape[-1], k.shape[-1]], -1)  # [B, H, n, Q, V], [B, H, n, Q, K]

    mixing = (q @ k.mT) * left
    q = q * since_start
    k = k * left[..., -1, :].unsqueeze(-1)  # as much of each as is left at the end of its chunk
    state = k.new_zeros(*k.shape[:2], k.shape[-1], v.shape[-1]) if state is None else state
    chunks = zip(*(t.unbind(2) for t in (q, k, u, w, mixing, since_start)), strict=True)
    outputs = []
    for q_i, k_i, u_i, w_i, mixing_i, since_start_i in chunks:
        change = u_i - w_i @ state
        outputs.append(q_i @ state + mixing_i @ change)
        state = since_start_i[..., -1:, :] * state + k_i.mT @ change
    return torch.cat(outputs, 2)[:, :, :n_tokens].transpose(1, 2), state
