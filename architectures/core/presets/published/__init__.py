"""Published designs and their siblings at class size, one file a lineage."""

from __future__ import annotations

from typing import Any

from architectures.core.presets.preset import Preset

LINEAGES: tuple[Any, ...] = ()


def of_group(group: str) -> list[Preset]:
    """Return the presets of a group, lineage by lineage."""
    return [preset for lineage in LINEAGES for preset in lineage.PRESETS if preset.group == group]
