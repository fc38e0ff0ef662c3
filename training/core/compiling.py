"""Compiling a model before it is trained: worth it where it saves more time than it takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from training.core.events import EVENTS, read_events
from training.core.objective import Headed
from training.core.spread import many


class Compiled(nn.Module):
    """A model whose forward and backward passes are compiled; its weights are those of the model itself."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        import torch._inductor.config as inductor

        inductor.compile_threads = 1  # processes of its own would stay and hold memory
        self._passes = [torch.compile(model, dynamic=False)]
        if isinstance(model, Headed):
            self.hidden = torch.compile(model.hidden, dynamic=False)
            self.logits = model.logits

    def forward(self, ids: Tensor) -> Tensor:
        """[B, T] -> [B, T, V]"""
        logits: Tensor = self._passes[0](ids)
        return logits


def to_compile(folder: Path, job: dict[str, Any]) -> bool:
    """Whether to compile the model of a job: as the attempt before did, so that bits stay the same.

    Else as the options say; "auto" as `job["compile"]`, which whoever made the job decided, or on a GPU.
    """
    if many():
        return False
    before = _planned(folder / EVENTS)
    if before is not None:
        return before
    asked = job["config"].get("compile", "auto")
    if asked == "auto":
        return bool(job.get("compile", {}).get("compiled", job["device"].startswith("cuda")))
    return bool(asked == "on")


def _planned(events: Path) -> bool | None:
    """Return whether an earlier attempt had compiled; None at the first."""
    if not events.exists():
        return None
    return next(
        (event.get("compiled", False) for event in read_events(events) if event["type"] == "plan"), None
    )
