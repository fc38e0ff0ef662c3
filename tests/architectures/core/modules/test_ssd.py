"""The scan of Mamba-2 in chunks against its definition, token by token."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from architectures.core.modules.chunks import decays
from architectures.core.modules.ssd import ssd_by_chunk, ssd_by_token

B, H, P, G, N = 2, 4, 5, 2, 3


def drawn(n_tokens: int, rate: float = 1.0) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """x, log_decay, b and c; what is kept of a state per token is exp(-rate) or thereabouts."""
    g = torch.Generator().manual_seed(n_tokens)
    log_decay = -rate * torch.rand(B, n_tokens, H, generator=g)
    b, c = (torch.randn(B, n_tokens, G, N, generator=g) for _ in range(2))
    return torch.randn(B, n_tokens, H, P, generator=g), log_decay, b, c


def state() -> Tensor:
    return torch.randn(B, H, P, N, generator=torch.Generator().manual_seed(9))


@pytest.mark.parametrize("n_tokens", [1, 2, 7, 8, 9, 24, 29])
@pytest.mark.parametrize("before", [None, state()], ids=["from nothing", "from a state"])
def test_chunks_compute_what_tokens_compute(n_tokens: int, before: Tensor | None) -> None:
    inputs = drawn(n_tokens)
    y, last = ssd_by_chunk(*inputs, before, size=8)
    expected, expected_last = ssd_by_token(*inputs, before)
    assert torch.allclose(y, expected, atol=1e-5)
    assert torch.allclose(last, expected_last, atol=1e-5)


@pytest.mark.parametrize("size", [1, 2, 5, 16, 100])
def test_the_size_of_chunks_changes_nothing(size: int) -> None:
    inputs = drawn(33)
    y, last = ssd_by_chunk(*inputs, state(), size=size)
    expected, expected_last = ssd_by_chunk(*inputs, state(), size=11)
    assert torch.allclose(y, expected, atol=1e-5)
    assert torch.allclose(last, expected_last, atol=1e-5)


def test_gradients_are_those_of_the_definition() -> None:
    slopes = []
    for scan in (ssd_by_token, lambda *args: ssd_by_chunk(*args, size=4)):
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
    y, _ = ssd_by_chunk(*inputs, size=16)
    y.sum().backward()
    assert torch.allclose(y, ssd_by_token(*inputs)[0], rtol=1e-4, atol=1e-4)
    assert all(t.grad is not None and t.grad.isfinite().all() for t in inputs)


def test_small_decays_keep_their_digits_beside_large_ones() -> None:
    log_decay = torch.tensor([-3e4, -1e-3, -1e-3, -1e-3])
    assert decays(log_decay)[3, 0].item() == pytest.approx(torch.tensor(-3e-3).exp().item(), rel=1e-6)
    assert decays(log_decay)[0, 1] == 0
