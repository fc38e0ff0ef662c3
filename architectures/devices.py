"""Machines on which a design may be trained: common ones, and what this site has itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

GIB = 2**30
CARD_SHARE = 0.9  # of a card's memory: the driver, the kernels and gaps between tensors take the rest
COMPUTER_SHARE = 0.5  # of a computer's memory: its system and everything else that runs take the rest
CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
ASKING_S = 5  # seconds within which a driver has answered


@dataclass(frozen=True)
class Device:
    """A machine by its name in English and Korean. `here`: it is this site's."""

    slug: str
    title: dict[str, str]
    memory_bytes: int
    share: float = CARD_SHARE
    here: bool = False

    @property
    def usable_bytes(self) -> int:
        return int(self.memory_bytes * self.share)


def _card(slug: str, name: str, gib: int) -> Device:
    return Device(slug, {"en": name, "ko": name}, gib * GIB)


def _laptop(gib: int) -> Device:
    return Device(
        f"laptop-{gib}", {"en": f"Laptop, {gib} GB", "ko": f"노트북 {gib} GB"}, gib * GIB, COMPUTER_SHARE
    )


COMMON = (
    _laptop(8),
    _laptop(16),
    _card("t4", "NVIDIA T4, 16 GB", 16),
    _card("rtx-3060", "GeForce RTX 3060, 12 GB", 12),
    _card("rtx-4090", "GeForce RTX 4090, 24 GB", 24),
    _card("l4", "NVIDIA L4, 24 GB", 24),
    _card("a100-40", "NVIDIA A100, 40 GB", 40),
    _card("a100-80", "NVIDIA A100, 80 GB", 80),
    _card("h100", "NVIDIA H100, 80 GB", 80),
)


def devices() -> list[Device]:
    """Return this site's own machines first, then the common ones."""
    return [*own_cards(), own_computer(), *COMMON]


def devices_json() -> list[dict[str, Any]]:
    """Return the same, ready for JSON."""
    names = ("slug", "title", "memory_bytes", "usable_bytes", "here")
    return [{name: getattr(one, name) for name in names} for one in devices()]


@cache
def own_computer() -> Device:
    """The computer that serves these pages; where a container has less of it, that much."""
    physical = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    title = {"en": "This site's computer", "ko": "이 사이트의 컴퓨터"}
    return Device("here", title, min(physical, allowed()), COMPUTER_SHARE, here=True)


def allowed() -> int:
    """Return the bytes that the container may use; very many where there is no limit."""
    try:
        return int(CGROUP_LIMIT.read_text())
    except (OSError, ValueError):  # no container, or "max"
        return 2**62


@cache
def own_cards() -> tuple[Device, ...]:
    """The graphics cards that the driver tells of, each kind once."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return ()
    asked = [program, "--query-gpu=name,memory.total", "--format=csv,noheader,nounits"]
    try:
        told = subprocess.run(asked, capture_output=True, text=True, timeout=ASKING_S, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ()
    return cards_told(told)


def cards_told(text: str) -> tuple[Device, ...]:
    """Read the driver's lines, "name, MiB"; lines of another form tell nothing."""
    found: dict[str, Device] = {}
    for line in text.splitlines():
        name, _, mib = line.rpartition(",")
        if name and mib.strip().isdecimal():
            title = {"en": f"This site's {name.strip()}", "ko": f"이 사이트의 {name.strip()}"}
            slug = f"here-{len(found)}"
            found.setdefault(name, Device(slug, title, int(mib) * 2**20, here=True))
    return tuple(found.values())
