"""How threads wait for each other. What OpenMP reads when it is loaded, so before torch is imported."""

from __future__ import annotations

import os

# They sleep after a moment: threads that spin starve whoever shares the cores. Without that moment, about 40 µs, it
# takes longer to wake the second one than to do what a small step has for it.
WAITS = {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "3000"}


def set_waits() -> None:
    """Set what an operator has not set."""
    for name, value in WAITS.items():
        os.environ.setdefault(name, value)
