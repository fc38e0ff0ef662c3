"""Whether a training fits into memory, found out before its first step is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from training.core.errors import TrainingError

SURELY = 1.5  # times what there is: an estimate must be beyond it before a training is refused
GROUP = Path("/sys/fs/cgroup")
MACHINE = Path("/proc/meminfo")
KIB = 1024


def set_arithmetic(device: torch.device) -> None:
    """Let a GPU multiply fp32 matrices as TF32: far faster, and as exact as the models of this size need."""
    if device.type == "cuda":
        torch.set_float32_matmul_precision("high")
        torch.backends.cudnn.allow_tf32 = True


def available_memory(machine: Path = MACHINE, group: Path = GROUP) -> int | None:
    """Return the bytes of memory that this process may still take: of the machine, or of its container if less."""
    known = [n for n in (_of_the_machine(machine), _of_the_group(group)) if n is not None]
    return min(known, default=None)


def check_estimate(needed: int, available: int | None, **told: Any) -> None:
    """Raise TrainingError("out_of_memory") where the estimate is far beyond what there is: else it would be killed."""
    if available is not None and needed > SURELY * available:
        raise TrainingError("out_of_memory", needed_bytes=needed, available_bytes=available, **told)


def check_step(device: torch.device, step: Callable[[], None]) -> None:
    """Run a step's passes for nothing on a GPU, so that what does not fit is told before any step; then count anew.

    The optimizer's state is there by then: it is made with the optimizer. What moving the weights takes besides is not
    tried, but by then the activations are gone.
    """
    if device.type != "cuda":
        return
    step()
    torch.cuda.synchronize(device)
    torch.cuda.reset_peak_memory_stats(device)


def _of_the_machine(path: Path) -> int | None:
    try:
        lines = dict(line.split(":", 1) for line in path.read_text().splitlines() if ":" in line)
        return int(lines["MemAvailable"].split()[0]) * KIB
    except (OSError, ValueError, KeyError, IndexError):
        return None


def _of_the_group(folder: Path) -> int | None:
    """What is left of a container's limit; pages of files can be given up and count as free."""
    try:
        limit = int((folder / "memory.max").read_text())  # "max" where there is none
        used = int((folder / "memory.current").read_text())
        lines = (line.split() for line in (folder / "memory.stat").read_text().splitlines())
        given_up = {name: int(value) for name, value in lines}.get("inactive_file", 0)
    except (OSError, ValueError):
        return None
    return max(0, limit - used + given_up)
