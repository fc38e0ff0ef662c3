"""Scans in chunks against their definitions, token by token: that of Mamba-2, and the gated delta rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from architectures.core.modules.chunks import decays
from architectures.core.modules.delta_rule import delta_rule_by_chunk, delta_rule_by_token
from architectures.core.modules.ssd import ssd_by_chunk, ssd_by_token

B, H, K, V, G = 2, 4, 3, 5, 2  # batch, heads, what is looked up by, what is kept, groups


@dataclass(frozen=True)
class Scan:
    """A scan both ways, what it is given for so many tokens, and the shape of what it keeps."""

    by_token: Callable[..., Any]
    by_chunk: Callable[..., Any]
    drawn: Callable[..., tuple[Tensor, ...]]
    kept: tuple[int, ...]

    def state(self) -> Tensor:
        return torch.randn(self.kept, generator=torch.Generator().manual_seed(9))


def drawn_ssd(n_tokens: int, rate: float = 1.0) -> tuple[Tensor, ...]:
    """x, log_decay, b and c; what is kept of a state per token is exp(-rate) or thereabouts."""
    g = torch.Generator().manual_seed(n_tokens)
    log_decay = -rate * torch.rand(B, n_tokens, H, generator=g)
    b, c = (torch.randn(B, n_tokens, G, K, generator=g) for _ in range(2))
    return torch.randn(B, n_tokens, H, V, generator=g), log_decay, b, c


def drawn_delta(n_tokens: int, rate: float = 1.0) -> tuple[Tensor, ...]:
    """q and k of length one, v, log_decay and beta."""
    g = torch.Generator().manual_seed(n_tokens)
    q, k = (F.normalize(torch.randn(B, n_tokens, H, K, generator=g), dim=-1) for _ in range(2))
    log_decay = -rate * torch.rand(B, n_tokens, H, generator=g)
    beta = torch.rand(B, n_tokens, H, generator=g)
    return q, k, torch.randn(B, n_tokens, H, V, generator=g), log_decay, beta


SSD = Scan(ssd_by_token, ssd_by_chunk, drawn_ssd, (B, H, V, K))
DELTA = Scan(delta_rule_by_token, delta_rule_by_chunk, drawn_delta, (B, H, K, V))


@pytest.fixture(params=[pytest.param(SSD, id="ssd"), pytest.param(DELTA, id="delta rule")])
def scan(request: pytest.FixtureRequest) -> Scan:
    found: Scan = request.param
    return found


@pytest.mark.parametrize("n_tokens", [1, 2, 7, 8, 9, 24, 29])
@pytest.mark.parametrize("goes_on", [False, True], ids=["from nothing", "from a state"])
def test_chunks_compute_what_tokens_compute(scan: Scan, n_tokens: int, goes_on: bool) -> None:
    inputs, before = scan.drawn(n_tokens), scan.state() if goes_on else None
    y, last = scan.by_chunk(*inputs, before, size=8)
    expected, expected_last = scan.by_token(*inputs, before)
    assert torch.allclose(y, expected, atol=1e-5)
    assert torch.allclose(last, expected_last, atol=1e-5)


@pytest.mark.parametrize("size", [1, 2, 5, 16, 100])
def test_the_size_of_chunks_changes_nothing(scan: Scan, size: int) -> None:
    inputs = scan.drawn(33)
    y, last = scan.by_chunk(*inputs, scan.state(), size=size)
    expected, expected_last = scan.by_chunk(*inputs, scan.state(), size=11)
    assert torch.allclose(y, expected, atol=1e-5)
    assert torch.allclose(last, expected_last, atol=1e-5)


def test_gradients_are_those_of_the_definition(scan: Scan) -> None:
    slopes = []
    for way in (scan.by_token, lambda *args: scan.by_chunk(*args, size=4)):
        inputs = [t.requires_grad_() for t in (*scan.drawn(11), scan.state())]
        y, last = way(*inputs)
        (y.square().sum() + last.square().sum()).backward()
        slopes.append([t.grad for t in inputs])
    for expected, found in zip(*slopes, strict=True):
        assert expected is not None
        assert found is not None
        assert torch.allclose(found, expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("rate", [0.0, 1e-6, 50.0, 1e4])
def test_no_rate_of_forgetting_makes_numbers_burst(scan: Scan, rate: float) -> None:
    inputs = [t.requires_grad_() for t in scan.drawn(40, rate)]
    y, _ = scan.by_chunk(*inputs, size=16)
    y.sum().backward()
    assert torch.allclose(y, scan.by_token(*inputs)[0], rtol=1e-4, atol=1e-4)
    assert all(t.grad is not None and t.grad.isfinite().all() for t in inputs)


def test_small_decays_keep_their_digits_beside_large_ones() -> None:
    log_decay = torch.tensor([-3e4, -1e-3, -1e-3, -1e-3])
    assert decays(log_decay)[3, 0].item() == pytest.approx(torch.tensor(-3e-3).exp().item(), rel=1e-6)
    assert decays(log_decay)[0, 1] == 0


def test_a_key_that_is_written_again_is_corrected() -> None:
    key = torch.tensor([1.0, 0.0]).expand(1, 2, 1, 2)
    first_and_second = torch.tensor([3.0, 5.0]).view(1, 2, 1, 1)
    none, full = torch.zeros(1, 2, 1), torch.ones(1, 2, 1)
    y, table = delta_rule_by_token(key, key, first_and_second, none, full)
    assert y.flatten().tolist() == [3.0, 5.0]
    assert table.flatten().tolist() == [5.0, 0.0]


def test_one_key_written_over_and_over_stays_exact() -> None:
    """The worst case of a chunk: each change depends on all before it, and none is forgotten."""
    q, k, v, log_decay, beta = drawn_delta(64)
    k = k[:, :1].expand_as(k)
    inputs = (q, k, v, torch.zeros_like(log_decay), torch.ones_like(beta))
    assert torch.allclose(delta_rule_by_chunk(*inputs)[0], delta_rule_by_token(*inputs)[0], atol=1e-4)
