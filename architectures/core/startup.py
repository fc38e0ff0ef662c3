"""What imports make lives as long as the process: looking through it for garbage takes a fifth of a start."""

from __future__ import annotations

import gc
from typing import Final

SELDOM: Final = (100_000, 10, 10)  # new objects between looks, and looks between those at older ones


def collect_seldom() -> None:
    """Look for garbage more seldom than Python does, from now on."""
    gc.set_threshold(*SELDOM)
