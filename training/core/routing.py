"""What the trainer asks of models that route their tokens to experts. It needs to know no more of them than this."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from torch import Tensor

DIGITS = 4  # of a share of the tokens


@runtime_checkable
class Adjusting(Protocol):
    """A model that adds to the loss and adjusts something by itself. One that routes nothing says so with nothing."""

    def auxiliary_loss(self) -> Tensor | None:
        """Return what the last pass adds to the loss, a scalar."""

    def expert_load(self) -> Mapping[str, Tensor]:
        """Return by path the share that each expert had of the last pass, [n_experts]."""

    def after_step(self) -> None:
        """Adjust, once the gradients of a step are taken."""


def load_facts(model: Adjusting) -> dict[str, Any]:
    """Return what a metric tells of the experts: `expert_load` by path, and `router_load`.

    That is the largest share anywhere as a multiple of an equal one: 1 is balance, n_experts is one expert for all.
    """
    loads = {path: load.tolist() for path, load in model.expert_load().items()}
    if not loads:
        return {}
    return {
        "expert_load": {path: [round(share, DIGITS) for share in load] for path, load in loads.items()},
        "router_load": max(round(max(load) * len(load), DIGITS) for load in loads.values()),
    }
