"""Choosing the next token from logits."""

from __future__ import annotations

import torch
from torch import Tensor

from inference.core.errors import GenerationError
from inference.core.options import GenerationOptions

GREEDY_BELOW = 1e-3  # temperatures under this would overflow; the limit is the likeliest token
NEVER = float("-inf")


def sample(
    logits: Tensor, options: GenerationOptions, generator: torch.Generator, *, allowed: Tensor, seen: Tensor
) -> int:
    """Choose one id.

    logits: [V]; allowed: [V] bool, False where the tokenizer has no such token; seen: [n] ids so far.
    Raises GenerationError("weights_not_finite") when the model gives no numbers.
    """
    logits = logits.float()
    if torch.isnan(logits).any():
        raise GenerationError("weights_not_finite")
    logits = penalise(logits, seen, options.repetition_penalty)
    logits = logits.masked_fill(~allowed, NEVER)
    if options.temperature < GREEDY_BELOW:
        return int(logits.argmax())
    logits = keep_top_k(logits / options.temperature, options.top_k)
    probabilities = keep_top_p(keep_min_p(logits.softmax(-1), options.min_p), options.top_p)
    return int(torch.multinomial(probabilities, 1, generator=generator))


def penalise(logits: Tensor, seen: Tensor, penalty: float) -> Tensor:
    """Make ids already seen less likely (Keskar et al. 2019, CTRL, section 4.1). [V] -> [V]."""
    if penalty == 1.0 or seen.numel() == 0:
        return logits
    ids = torch.tensor(sorted(set(seen.tolist())))
    scores = logits[ids]
    return logits.index_put((ids,), torch.where(scores > 0, scores / penalty, scores * penalty))


def keep_top_k(logits: Tensor, k: int) -> Tensor:
    """Rule out all but the k largest logits; 0 keeps all. [V] -> [V]."""
    if k == 0 or k >= logits.numel():
        return logits
    kept = torch.full_like(logits, NEVER)
    best = logits.topk(k)
    return kept.scatter(0, best.indices, best.values)


def keep_min_p(probabilities: Tensor, min_p: float) -> Tensor:
    """Rule out what is less than min_p times as likely as the likeliest (Nguyen et al. 2024). [V] -> [V]."""
    return probabilities.masked_fill(probabilities < min_p * probabilities.max(), 0.0)


def keep_top_p(probabilities: Tensor, top_p: float) -> Tensor:
    """Keep the smallest set of likeliest ids whose probability reaches top_p (Holtzman et al. 2019)."""
    if top_p >= 1.0:
        return probabilities
    ordered, ids = (probabilities / probabilities.sum()).sort(descending=True)
    before = ordered.cumsum(0) - ordered  # the likeliest has nothing before it, so it always stays
    return torch.zeros_like(probabilities).scatter(0, ids, ordered.masked_fill(before >= top_p, 0.0))
