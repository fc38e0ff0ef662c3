"""Layers of two kinds, as `layer_types` tells them: those that see everything, and those that look back a window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from architectures.core.families.config import Config
from architectures.core.families.documents import listed
from architectures.core.families.parts import Parts

FULL, SLIDING = "full_attention", "sliding_attention"
NAMES = {FULL: "global", SLIDING: "local"}


def layer_types(config: Config, default: Sequence[str]) -> list[str]:
    """Return the kind of every layer; `default` where the configuration does not say."""
    return config.words("layer_types", config.n_layers, (FULL, SLIDING), list(default))


def every(config: Config, period: int) -> list[str]:
    """Every `period`-th layer sees everything."""
    return [FULL if (i + 1) % period == 0 else SLIDING for i in range(config.n_layers)]


def kinds_pattern(types: Sequence[str], local: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the pattern of layers of two kinds, the drawn one being global and `local` what differs elsewhere."""
    names = [NAMES[kind] for kind in types]
    if set(names) == {"global"}:
        return []
    return listed(names, {"local": {"attn": dict(local)}})


def written_types(parts: Parts) -> tuple[list[str], int | None]:
    """Return `layer_types` and the window of a model's parts."""
    windows = [getattr(layer["attn"], "window", None) for layer in parts.layers]
    return [FULL if window is None else SLIDING for window in windows], next(filter(None, windows), None)


def attn_where(parts: Parts, *, sliding: bool) -> Any:
    """Return the attention of the first layer of a kind; None where there is none."""
    found: list[Any] = [layer["attn"] for layer in parts.layers]
    return next((attn for attn in found if (attn.window is not None) == sliding), None)
