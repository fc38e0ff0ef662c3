"""Designs that ship with the product."""

from architectures.core.presets.catalogue import Preset, presets

__all__ = ["Preset", "presets"]
