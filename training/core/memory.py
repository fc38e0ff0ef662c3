"""How much memory a training used, and how much it would have needed."""

from __future__ import annotations

import sys
from typing import Any

import torch

from training.core.config import TrainConfig
from training.core.fixes import asked_for, smaller, with_fix


def peak_memory(device: torch.device) -> int:
    """Return the most memory used so far, in bytes: of the GPU where there is one, else of the process."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device)
    try:
        import resource  # not everywhere: a job may be taken to any machine
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def is_out_of_memory(error: Exception) -> bool:
    text = str(error)
    known = isinstance(error, MemoryError | torch.OutOfMemoryError)
    return known or "out of memory" in text or "can't allocate memory" in text


def memory_facts(error: Exception, job: dict[str, Any]) -> dict[str, Any]:
    """Return what to tell of a training that found no memory: the peak, what was needed at least, what to change."""
    peak, asked = peak_memory(torch.device(job["device"])), asked_for(str(error))
    config = TrainConfig.model_validate(job["config"])
    length = config.context_length or job["design"].get("vars", {}).get("context_length") or 0
    values = {
        "peak_memory_bytes": peak,
        "needed_bytes": peak + asked if asked else None,
        "batch_size": config.batch_size,
    }
    return with_fix(values, smaller(config, length if isinstance(length, int) else 0))
