"""How rotary frequencies [D / 2] are stretched for texts longer than those trained on."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor


def grown_theta(theta: float, length: Tensor, dim: int, max_positions: int, factor: float) -> Tensor:
    """Return theta, grown once a text of `length` (a scalar) exceeds `max_positions` (NTK-aware scaling)."""
    if dim == 2:
        return torch.full_like(length, theta, dtype=torch.float32)  # one pair turns by 1, whatever theta is
    reached = torch.clamp(length, min=max_positions)
    growth = factor * reached / max_positions - (factor - 1)
    return theta * growth ** (dim / (dim - 2))


def llama3(
    frequencies: Tensor,
    factor: float,
    low_freq_factor: float,
    high_freq_factor: float,
    original_max_positions: int,
) -> Tensor:
    """Divide slow frequencies by `factor`, leave fast ones, and go smoothly from one to the other (Llama 3.1)."""
    wavelengths = 2 * math.pi / frequencies
    turns = original_max_positions / wavelengths
    smooth = (turns - low_freq_factor) / (high_freq_factor - low_freq_factor)
    mixed = (1 - smooth) * frequencies / factor + smooth * frequencies
    stretched = torch.where(
        wavelengths > original_max_positions / low_freq_factor, frequencies / factor, mixed
    )
    return torch.where(wavelengths < original_max_positions / high_freq_factor, frequencies, stretched)


def yarn(frequencies: Tensor, dim: int, theta: float, options: dict[str, Any]) -> Tensor:
    """Divide slow frequencies by the factor, leave fast ones, and mix linearly in between (Peng et al., 2023)."""
    original = options["original_max_positions"]
    low = turning(options["beta_fast"], dim, theta, original)
    high = turning(options["beta_slow"], dim, theta, original)
    if options["truncate"]:
        low, high = float(math.floor(low)), float(math.ceil(high))
    low, high = max(low, 0.0), min(high, dim - 1.0)
    if low == high:
        high += 0.001
    channels = torch.arange(dim // 2, dtype=torch.float32, device=frequencies.device)
    slow = ((channels - low) / (high - low)).clamp(0, 1)
    stretched = frequencies / float(options["factor"])
    return stretched * slow + frequencies * (1 - slow)


def turning(n_turns: float, dim: int, theta: float, original: int) -> float:
    """Return which pair of channels turns `n_turns` times within `original` positions."""
    return dim * math.log(original / (n_turns * 2 * math.pi)) / (2 * math.log(theta))


def yarn_magnitude(options: dict[str, Any]) -> float:
    """Return the factor on cosines and sines: as written, as a ratio (DeepSeek), or by the paper."""
    if options["attention_factor"] is not None:
        return float(options["attention_factor"])
    factor, mscale, all_dim = options["factor"], options["mscale"], options["mscale_all_dim"]
    if mscale and all_dim:
        return attention_scale(factor, mscale) / attention_scale(factor, all_dim)
    return attention_scale(factor, 1.0)


def attention_scale(factor: float, mscale: float) -> float:
    return 0.1 * mscale * math.log(factor) + 1.0 if factor > 1 else 1.0


def longrope_magnitude(options: dict[str, Any], max_positions: int | None) -> float:
    """Return the factor on cosines and sines: as written, or by the paper (Ding et al., 2024)."""
    if options["attention_factor"] is not None:
        return float(options["attention_factor"])
    original = options["original_max_positions"]
    factor = options["factor"] or (max_positions or original) / original
    return math.sqrt(1 + math.log(factor) / math.log(original)) if factor > 1 else 1.0
