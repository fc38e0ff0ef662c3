"""What a model is trained to make small: the cross-entropy of the next token, in pieces where the vocabulary is large."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, runtime_checkable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

MOST_LOGITS = 2**24  # numbers of a batch, 64 MB in fp32; beyond, they are made and used in pieces
PIECE = 2**22  # numbers in a piece


@runtime_checkable
class Headed(Protocol):
    """A model whose head may be applied to a part of the tokens."""

    def hidden(self, ids: Tensor) -> Tensor:
        """[B, T] -> [B, T, C], what the head reads."""

    def logits(self, hidden: Tensor) -> Tensor:
        """[N, C] -> [N, V]"""


def rows_at_once(n_tokens: int, vocab_size: int) -> int | None:
    """Return of how many tokens to make logits at once; None where all of them fit."""
    return None if n_tokens * vocab_size <= MOST_LOGITS else max(1, PIECE // vocab_size)


class Objective:
    """Computes losses of a model with a vocabulary of V tokens, and their gradients."""

    def __init__(self, model: nn.Module, vocab_size: int) -> None:
        self.model, self.vocab_size = model, vocab_size
        self.headed = model if isinstance(model, Headed) else None

    def backward(
        self, x: Tensor, y: Tensor, share: float, added: Callable[[], Tensor | None], each: Callable[[], None]
    ) -> Tensor:
        """Add the gradients of `share` times the mean loss of ids x [B, T] before y; return that, a scalar.

        `added` gives what the model adds to it after a forward pass. `each` is called whenever gradients have come.
        """
        rows = rows_at_once(y.numel(), self.vocab_size) if self.headed is not None else None
        if rows is None or self.headed is None:
            loss = F.cross_entropy(self.model(x).flatten(0, 1).float(), y.reshape(-1)) * share
            more = added()
            (loss if more is None else loss + more).backward()  # type: ignore[no-untyped-call]
            each()
            return loss.detach()
        return self._in_pieces(self.headed, x, y.reshape(-1), rows, share, added, each)

    @staticmethod
    def _in_pieces(
        model: Headed,
        x: Tensor,
        target: Tensor,
        rows: int,
        share: float,
        added: Callable[[], Tensor | None],
        each: Callable[[], None],
    ) -> Tensor:
        """Go forwards and back through the head piece by piece, then back through the rest at once."""
        hidden = model.hidden(x)
        flat, grads = hidden.detach().flatten(0, 1), list[Tensor]()
        total = torch.zeros((), device=x.device)
        for at in range(0, len(flat), rows):
            piece = flat[at : at + rows].requires_grad_()
            logits = model.logits(piece).float()
            loss = F.cross_entropy(logits, target[at : at + rows], reduction="sum") * (share / len(flat))
            loss.backward()  # type: ignore[no-untyped-call]
            each()
            grads.append(torch.zeros_like(piece) if piece.grad is None else piece.grad)
            total += loss.detach()
        more, back = added(), torch.cat(grads).view_as(hidden)
        torch.autograd.backward(
            [hidden] if more is None else [hidden, more], [back] if more is None else [back, None]
        )
        each()
        return total

    def logits(self, x: Tensor, y: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield logits [n, V] in fp32 of ids x [B, T], and the ids [n] that come next."""
        target = y.reshape(-1)
        rows = rows_at_once(len(target), self.vocab_size)
        if rows is None or self.headed is None:
            yield self.model(x).flatten(0, 1).float(), target
            return
        hidden = self.headed.hidden(x).flatten(0, 1)
        for at in range(0, len(hidden), rows):
            yield self.headed.logits(hidden[at : at + rows]).float(), target[at : at + rows]
