"""The gated delta rule in chunks against its definition, token by token."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from architectures.core.modules.delta_rule import delta_rule_by_chunk, delta_rule_by_token

B, H, K, V = 2, 3, 4, 6


def drawn(n_tokens: int, rate: float = 1.0) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """q and k of length one, v, log_decay and beta."""
    g = torch.Generator().manual_seed(n_tokens)
    q, k = (F.normalize(torch.randn(B, n_tokens, H, K, generator=g), dim=-1) for _ in range(2))
    log_decay = -rate * torch.rand(B, n_tokens, H, generator=g)
    beta = torch.rand(B, n_tokens, H, generator=g)
    return q, k, torch.randn(B, n_tokens, H, V, generator=g), log_decay, beta


def state() -> Tensor:
    return torch.randn(B, H, K, V, generator=torch.Generator().manual_seed(9))


def test_a_key_that_is_written_again_is_corrected() -> None:
    key = torch.tensor([1.0, 0.0]).expand(1, 2, 1, 2)
    first_and_second = torch.tensor([3.0, 5.0]).view(1, 2, 1, 1)
    none, full = torch.zeros(1, 2, 1), torch.ones(1, 2, 1)
    y, table = delta_rule_by_token(key, key, first_and_second, none, full)
    assert y.flatten().tolist() == [3.0, 5.0]
    assert table.flatten().tolist() == [5.0, 0.0]


@pytest.mark.parametrize("n_tokens", [1, 2, 7, 8, 9, 24, 29])
@pytest.mark.parametrize("before", [None, state()], ids=["from nothing", "from a state"])
def test_chunks_compute_what_tokens_compute(n_tokens: int, before: Tensor | None) -> None:
    inputs = drawn(n_tokens)
    y, last = delta_rule_by_chunk(*inputs, before, size=8)
    expected, expected_last = delta_rule_by_token(*inputs, before)
    assert torch.allclose(y, expected, atol=1e-5)
    assert torch.allclose(last, expected_last, atol=1e-5)


@pytest.mark.parametrize("size", [1, 2, 5, 16, 100])
def test_the_size_of_chunks_changes_nothing(size: int) -> None:
    inputs = drawn(33)
    y, last = delta_rule_by_chunk(*inputs, state(), size=size)
    expected, expected_last = delta_rule_by_chunk(*inputs, state(), size=11)
    assert torch.allclose(y, expected, atol=1e-5)
    assert torch.allclose(last, expected_last, atol=1e-5)


def test_gradients_are_those_of_the_definition() -> None:
    slopes = []
    for scan in (delta_rule_by_token, lambda *args: delta_rule_by_chunk(*args, size=4)):
        inputs = [t.requires_grad_() for t in (*drawn(11), state())]
        y, last = scan(*inputs)
        (y.square().sum() + last.square().sum()).backward()
        slopes.append([t.grad for t in inputs])
    for expected, found in zip(*slopes, strict=True):
        assert expected is not None
        assert found is not None
        assert torch.allclose(found, expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("rate", [0.0, 1e-6, 50.0, 1e4])
def test_no_rate_of_forgetting_makes_numbers_burst(rate: float) -> None:
    inputs = [t.requires_grad_() for t in drawn(40, rate)]
    y, _ = delta_rule_by_chunk(*inputs, size=16)
    y.sum().backward()
    assert torch.allclose(y, delta_rule_by_token(*inputs)[0], rtol=1e-4, atol=1e-4)
    assert all(t.grad is not None and t.grad.isfinite().all() for t in inputs)


def test_one_key_written_over_and_over_stays_exact() -> None:
    """The worst case of a chunk: each change depends on all before it, and none is forgotten."""
    q, k, v, log_decay, beta = drawn(64)
    k = k[:, :1].expand_as(k)
    inputs = (q, k, v, torch.zeros_like(log_decay), torch.ones_like(beta))
    assert torch.allclose(delta_rule_by_chunk(*inputs)[0], delta_rule_by_token(*inputs)[0], atol=1e-4)
