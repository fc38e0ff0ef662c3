"""Whether the CPU computes in bf16 by instructions of its own. No torch."""

from __future__ import annotations

from pathlib import Path
from typing import Final

FACTS: Final = Path("/proc/cpuinfo")
OWN: Final = {"avx512_bf16", "amx_bf16", "bf16"}  # of Intel and AMD, and of Arm


def computes_bf16() -> bool | None:
    """Return whether it does: then a step in bf16 takes about half as long, else many times. None: nobody can say."""
    try:
        lines = FACTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    flags = [
        line.partition(":")[2].split() for line in lines if line.lower().startswith(("flags", "features"))
    ]
    return not OWN.isdisjoint(flags[0]) if flags else None
