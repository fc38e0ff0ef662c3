"""The presets, in the order in which a person meets them."""

from __future__ import annotations

from functools import cache

from architectures.core.presets import published, start
from architectures.core.presets.preset import Group, Preset


@cache
def _every() -> tuple[Preset, ...]:
    return (*start.PRESETS, *published.of_group("class"), *published.of_group("published"))


def presets(group: Group | None = None) -> list[Preset]:
    """Return the presets, of one group or all of them, the one to begin with first."""
    return [preset for preset in _every() if group in (None, preset.group)]
