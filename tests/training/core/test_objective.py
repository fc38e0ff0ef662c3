"""The loss in pieces is the loss at once, forwards and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor

from architectures.core.build import build
from architectures.core.design import parse_design
from training.core import objective as objective_module
from training.core.evaluation import evaluating
from training.core.objective import Objective, rows_at_once

V, B, T = 50, 2, 8


def model_of(make_design: Callable[..., Any], tied: bool) -> Any:
    model = build(parse_design(make_design(tied=tied)), vocab_size=V)
    model.init_weights(1)
    return model.train()


def batch() -> tuple[Tensor, Tensor]:
    ids = torch.randint(V, (B, T + 1), generator=torch.Generator().manual_seed(2))
    return ids[:, :-1], ids[:, 1:]


@pytest.mark.parametrize("tied", [True, False])
@pytest.mark.parametrize("added", [None, 3.0])
def test_pieces_give_the_same_loss_and_gradients(
    tied: bool, added: float | None, make_design: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for most in (10**9, 10):  # at once; in pieces of three tokens
        monkeypatch.setattr(objective_module, "MOST_LOGITS", most)
        monkeypatch.setattr(objective_module, "PIECE", 3 * V)
        model, calls = model_of(make_design, tied), list[int]()

        def more(model: Any = model) -> Tensor | None:
            return None if added is None else added * model.norm.weight.square().sum()

        loss = Objective(model, V).backward(*batch(), 0.5, more, lambda calls=calls: calls.append(1))
        found.append((loss, len(calls), {n: p.grad for n, p in model.named_parameters()}))
    (whole, once, grads), (pieces, often, same) = found
    assert (once, often) == (1, 7)
    torch.testing.assert_close(pieces, whole)
    for name, grad in grads.items():
        torch.testing.assert_close(same[name], grad, rtol=1e-4, atol=1e-6)


def test_evaluation_sees_every_token_once(make_design: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    model = model_of(make_design, True)
    x, y = batch()
    monkeypatch.setattr(objective_module, "MOST_LOGITS", 10)
    monkeypatch.setattr(objective_module, "PIECE", 3 * V)
    with evaluating(model):
        pieces = list(Objective(model, V).logits(x, y))
        torch.testing.assert_close(torch.cat([logits for logits, _ in pieces]), model(x).flatten(0, 1))
    assert torch.equal(torch.cat([target for _, target in pieces]), y.reshape(-1))
    assert len(pieces) == 6


@pytest.mark.parametrize(
    ("n_tokens", "vocab_size", "rows"), [(768, 56, None), (16_384, 50_257, 83), (9, 2**26, 1)]
)
def test_only_large_batches_are_cut(n_tokens: int, vocab_size: int, rows: int | None) -> None:
    assert rows_at_once(n_tokens, vocab_size) == rows
