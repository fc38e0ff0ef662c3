"""The largest batch that trains within a memory: solved, not searched, as training memory is affine in the batch."""

from __future__ import annotations

from dataclasses import dataclass

from architectures.core.analyse import analyse
from architectures.core.blocks import Env
from architectures.core.graph import GraphPlan
from architectures.core.limits import position_limits

MAX_BATCH = 65_536  # sequences; as many as a run may be asked for


@dataclass(frozen=True)
class Room:
    """What a batch has to fit into, and how it is trained on."""

    memory_bytes: int
    context_length: int | None = None  # the design's own, where none is asked for
    precision: str = "fp32"


@dataclass(frozen=True)
class Fit:
    """`batch_size` sequences of `context_length` tokens fit, 0 if not even one does. Bytes are of training on that
    batch, and on one sequence more. `context_limit`: tokens that the design's tables of positions reach."""

    memory_bytes: int
    context_length: int
    context_limit: int | None
    precision: str
    batch_size: int
    training_bytes: int
    next_bytes: int


def largest_batch(plan: GraphPlan, env: Env, room: Room, own_length: int) -> Fit:
    """Return what fits. A context beyond the design's positions is cut to them, as no batch of it can be trained on."""
    limit = min(position_limits(plan).values(), default=None)
    length = min(room.context_length or own_length, limit or room.context_length or own_length)
    one = analyse(plan, env, batch_size=1, context_length=length, precision=room.precision).totals
    each = one["sequence_bytes"]
    fixed = one["training_bytes"] - each
    most = max(0, min(MAX_BATCH, (room.memory_bytes - fixed) // each)) if each else MAX_BATCH
    whole, more = fixed + most * each, fixed + (most + 1) * each
    return Fit(room.memory_bytes, length, limit, room.precision, most, whole, more)
