"""Designs that ship with the product."""

from architectures.core.presets.catalogue import presets
from architectures.core.presets.preset import Group, Preset

__all__ = ["Group", "Preset", "presets"]
