"""How well a model predicts text it has not learned from, and what it writes by itself."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from training.core.heldout import UNCOUNTED, ask, questions, spans
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


# Ids and the ids that follow, both [B, T] int64; UNCOUNTED where none is asked for.
Batch = tuple[Tensor, Tensor]


def held_out_batches(
    tokens: NDArray[Any], token_n_bytes: Tensor, context_length: int, batch_size: int, n_bytes: int
) -> list[Batch]:
    """Return the batches in which a model is asked about `n_bytes` of held-out text; always the same.

    `token_n_bytes` [V]. Raises TrainingError("held_out_text_too_short").
    """
    asked = questions(spans(tokens, token_n_bytes.numpy(), n_bytes), len(tokens), context_length)
    groups = [asked[at : at + batch_size] for at in range(0, len(asked), batch_size)]
    return [
        (torch.from_numpy(x), torch.from_numpy(y))
        for x, y in (ask(tokens, group, context_length) for group in groups)
    ]


class Evaluator:
    """Judges a model on held-out batches that never change."""

    def __init__(
        self,
        batches: Sequence[Batch],
        token_n_bytes: Tensor,
        device: torch.device,
        world: World | None = None,
    ) -> None:
        self.world = world or World()  # its processes share the batches
        self.batches = batches
        self.device, self.vocab_size = device, len(token_n_bytes)
        targets = torch.cat([y.reshape(-1) for _, y in self.batches])
        counted = targets[targets != UNCOUNTED]
        self.n_read, self.n_tokens = len(targets), len(counted)  # what goes through the model, what is judged
        self.n_bytes = int(token_n_bytes[counted].sum())

    def evaluate(self, model: nn.Module) -> dict[str, float | None]:
        """Return val_loss (nats per token), perplexity, bits_per_byte, accuracy (share of right first guesses)."""
        objective, total, right = Objective(model, self.vocab_size), 0.0, 0.0
        with evaluating(model):
            for (x, y), counts in self.world.turns(self.batches):
                for logits, target in objective.logits(x.to(self.device), y.to(self.device)):
                    total += counts * float(
                        F.cross_entropy(logits, target, ignore_index=UNCOUNTED, reduction="sum")
                    )
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
