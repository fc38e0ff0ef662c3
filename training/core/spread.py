"""How a training is spread over devices. No torch."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Literal, NoReturn

from pydantic import BaseModel, Field

PR_SET_PDEATHSIG = 1  # linux/prctl.h
AGENT = "TRAINING_AGENT_PID"  # in the environment of processes that training.core.ranks has started
MAX_DEVICES = 64


class Spread(BaseModel):
    """How a training is spread over devices of one machine. Under torchrun by hand, the number is torchrun's."""

    devices: int = Field(
        1, ge=1, le=MAX_DEVICES, description="Devices of one machine that share each batch, a process each."
    )
    strategy: Literal["ddp", "fsdp"] = Field(
        "ddp",
        description="Of several devices. With DDP each holds all of the model, with FSDP a part of it.",
    )


def n_processes() -> int:
    """Return how many processes train together, as torchrun tells each of them."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def n_processes_here() -> int:
    """Return how many of them are on this machine."""
    return int(os.environ.get("LOCAL_WORLD_SIZE", "1"))


def many() -> bool:
    """Whether this is one of several processes that torchrun started."""
    return n_processes() > 1


def own_rank() -> int:
    """Return which process this is, as torchrun numbers them; 0 of a process that is alone."""
    return int(os.environ.get("RANK", "0"))


def own_device(names: str) -> str:
    """Return the device of this process: of `cuda:0,cuda:1`, by its number on this machine.

    The names are those of the first machine; on others, and where they do not suffice, the devices are counted.
    """
    listed, local = names.split(","), int(os.environ.get("LOCAL_RANK", "0"))
    if not many() or listed[0] == "cpu":
        return listed[0]
    first_machine = os.environ.get("GROUP_RANK", "0") == "0"
    named = first_machine and local < len(listed) and ":" in listed[local]
    return listed[local] if named else f"cuda:{local}"


def end_with_agent() -> None:
    """Be killed when torchrun is, which starts each process in a session of its own."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.environ.get(AGENT, str(os.getppid())) != str(os.getppid()):
        os._exit(1)  # it has gone already


def own_cores(n_cores: int) -> int:
    """Return this process's part of the cores of its machine."""
    return max(1, n_cores // n_processes_here())


def leave(code: int) -> NoReturn:
    """End this process. One of several ends at once: a thread that still listens to the others would abort it."""
    if many():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)
