"""What is written otherwise for a compiler is the same function."""

from __future__ import annotations

import torch
from torch.nn import functional as F

from architectures.core.modules.compiled import compiled_for_cpu, gelu_by_sigmoid


def test_gelu_by_the_sigmoid_is_gelu_by_tanh_and_has_its_slope() -> None:
    x = torch.linspace(-30, 30, 10_001, dtype=torch.float64, requires_grad=True)
    ours, theirs = gelu_by_sigmoid(x), F.gelu(x, approximate="tanh")
    assert torch.allclose(ours, theirs, atol=1e-12)
    slopes = (torch.autograd.grad(y.sum(), x)[0] for y in (ours, theirs))
    assert torch.allclose(*slopes, atol=1e-12)


def test_what_runs_as_it_is_written_is_not_compiled() -> None:
    assert not compiled_for_cpu(torch.zeros(1))
