"""How many threads a training computes with."""

from __future__ import annotations

import os
import time
from pathlib import Path

from training.core.events import EVENTS, read_events
from training.core.spread import many, own_cores

WORTH_SHARING = 2e9  # multiplications and additions of a forward and backward pass
PER_WEIGHT = 6  # of them, for each weight and token (Kaplan et al., 2020)
RUNNABLE = Path("/proc/loadavg")
GLANCES, BETWEEN = 4, 0.004  # seconds; a training is asked to begin at once


def threads_for(folder: Path, asked: int | None, n_parameters: int, n_tokens: int) -> int:
    """Return the threads for a training in a job folder: those of the attempt before it, so that bits stay the same."""
    n_cores = own_cores(usable_cores())
    before = planned(folder / EVENTS)
    if asked is None and before is not None:
        return min(before, n_cores)
    return n_threads(asked, n_cores if many() else free_cores(n_cores), n_parameters, n_tokens)


def n_threads(asked: int | None, n_cores: int, n_parameters: int, n_tokens: int) -> int:
    """Return the threads for a model of so many weights, on so many tokens in a pass; `asked` wins where given.

    A small operation ends on one core before a second one has taken up its part.
    """
    if asked is not None:
        return asked
    return n_cores if PER_WEIGHT * n_parameters * n_tokens >= WORTH_SHARING else 1


def usable_cores() -> int:
    """Return how many cores this process may use; macOS does not say."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def free_cores(n_cores: int) -> int:
    """Return how many of the cores are left to this process; one at least, shared or not.

    A core is taken where the load of the last minute and that of this moment both say so: what has just ended is in the
    former alone, and what begins together with a training, such as its supervisor, in the latter.
    """
    others = os.getloadavg()[0]
    if round(others) and RUNNABLE.exists():
        others = min(others, steadily_running() - 1)  # this process is one of them
    return max(1, n_cores - round(others))


def steadily_running() -> int:
    """Return how many tasks run all through a few glances: one that wakes for a moment takes no core."""
    fewest = running()
    for _ in range(GLANCES - 1):
        time.sleep(BETWEEN)
        fewest = min(fewest, running())
    return fewest


def running() -> int:
    """Return how many tasks of the machine run or wait for a core at this moment."""
    return int(RUNNABLE.read_text().split()[3].split("/")[0])


def planned(events: Path) -> int | None:
    """Return the threads that an earlier attempt told of; None at the first."""
    if not events.exists():
        return None
    return next((event["threads"] for event in read_events(events) if event["type"] == "plan"), None)
