"""Notices a forked trainer that hangs before its first step. No Django here."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Final

HANGS_AFTER: Final = 10.0  # seconds without any computing, before the first word


def computed_s(pid: int) -> float | None:
    """Return the seconds that a process has computed; None where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class StartWatch:
    """A process that waits for a lock that nobody will give back computes nothing; a slow start does."""

    def __init__(self, pid: int) -> None:
        self.pid, self.computed, self.moved_at = pid, computed_s(pid), time.monotonic()

    def hangs(self) -> bool:
        """Say whether the process has stood still for too long."""
        now, computed = time.monotonic(), computed_s(self.pid)
        if computed is None or computed != self.computed:
            self.computed, self.moved_at = computed, now
        return now - self.moved_at > HANGS_AFTER
