"""How well a model predicts text it has not learned from, and what it writes by itself."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.core.batches import fixed_batches
from training.core.objective import Objective
from training.core.tokenizer import Tokenizer
from training.core.world import World

TEMPERATURE = 0.6  # as a completed model writes, unless told otherwise


class Writer(Protocol):
    """What sampling needs of a model beside its forward pass."""

    def __call__(self, ids: Tensor, cache: Any = None) -> Tensor: ...
    def new_cache(self, batch_size: int, max_length: int) -> Any: ...


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    """Switch dropout and gradients off for a while."""
    was_training = model.training
    model.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        model.train(was_training)


class Evaluator:
    """Judges a model on held-out batches that never change."""

    def __init__(
        self,
        tokens: Any,
        context_length: int,
        batch_size: int,
        n_batches: int,
        token_n_bytes: Tensor,
        device: torch.device,
        world: World | None = None,
    ) -> None:
        self.world = world or World()  # its processes share the batches
        self.batches = fixed_batches(tokens, context_length, batch_size, n_batches)
        self.device, self.vocab_size = device, len(token_n_bytes)
        targets = torch.cat([y.reshape(-1) for _, y in self.batches])
        self.n_tokens = targets.numel()
        self.n_bytes = int(token_n_bytes[targets].sum())  # of the text that is predicted

    def evaluate(self, model: nn.Module) -> dict[str, float | None]:
        """Return val_loss (nats per token), perplexity, bits_per_byte, accuracy (share of right first guesses)."""
        objective, total, right = Objective(model, self.vocab_size), 0.0, 0.0
        with evaluating(model):
            for (x, y), counts in self.world.turns(self.batches):
                for logits, target in objective.logits(x.to(self.device), y.to(self.device)):
                    total += counts * float(F.cross_entropy(logits, target, reduction="sum"))
                    right += counts * int((logits.argmax(-1) == target).sum())
        total, right = self.world.sums([total, right])
        loss = total / self.n_tokens
        return {
            "val_loss": loss,
            "perplexity": math.exp(loss) if loss < 700 else None,
            "bits_per_byte": total / math.log(2) / self.n_bytes if self.n_bytes else None,
            "accuracy": right / self.n_tokens,
        }


def write_sample(
    model: Writer,
    tokenizer: Tokenizer,
    prompt: str,
    *,
    n_tokens: int,
    context_length: int,
    seed: int,
    device: torch.device,
) -> str:
    """Return what the model writes after `prompt`, up to the end of the text or of its context."""
    ids = [*tokenizer.beginning, *tokenizer.encode(prompt)][-(context_length - 1) :] or [tokenizer.eot_id]
    length = min(context_length, len(ids) + n_tokens)
    generator = torch.Generator().manual_seed(seed)
    cache, written = model.new_cache(1, length), list[int]()
    new = torch.tensor([ids], device=device)
    for _ in range(length - len(ids)):
        logits = model(new, cache)[0, -1, : tokenizer.vocab_size].float().cpu()
        chosen = int(torch.multinomial((logits / TEMPERATURE).softmax(-1), 1, generator=generator))
        if chosen == tokenizer.eot_id:
            break
        written.append(chosen)
        new = torch.tensor([[chosen]], device=device)
    return tokenizer.decode(written)
