"""Layers that are dead: whatever the rest of a model learns, they get no gradient any more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal

DEAD_LAYER: Final = "dead_layer"  # code of the diagnosis
READINGS: Final = 3  # of the norms, one after another, in which a block is dead before it counts as such

Where = Literal["output", "gradient"]


@dataclass(frozen=True)
class Dead:
    """The block that died first: the step of the first reading that shows it, and what shows it."""

    block: str
    step: int
    where: Where  # it gives out nothing but zeros; or only its matrices' gradients are zeros, as biases may go on


class DeadLayers:
    """Follows a model's readings. `learning` are the blocks that have matrices; the others have nothing to learn with."""

    def __init__(self, learning: Collection[str]) -> None:
        self.learning = set(learning)
        self._rows: dict[str, tuple[int, int]] = {}  # by path: the first step, and how many readings since
        self._found = False

    def look(self, step: int, output: Mapping[str, float], gradients: Mapping[str, float]) -> Dead | None:
        """Return the first dead block, once. `output` is the size of what each block gives, in the model's order;
        `gradients` is the norm of those of its matrices, {} before the first step.
        """
        signs = {path: sign for path in output if (sign := self._sign(path, output, gradients))}
        rows = {path: self._rows.get(path, (step, 0)) for path in signs}
        self._rows = {path: (first, n + 1) for path, (first, n) in rows.items()}
        dead = [path for path, (_, n) in self._rows.items() if n >= READINGS]
        if self._found or not dead:
            return None
        self._found = True
        # Of several, the one that comes first in the model.
        block = min(dead, key=lambda path: self._rows[path][0])
        return Dead(block, self._rows[block][0], signs[block])

    def _sign(self, path: str, output: Mapping[str, float], gradients: Mapping[str, float]) -> Where | None:
        """Return what shows that a block is dead. A model that has nothing left to learn gets no gradients anywhere."""
        silent = output[path] == 0
        if path not in self.learning:
            return "output" if silent else None
        if gradients.get(path) != 0 or not (silent or any(gradients.values())):
            return None
        return "output" if silent else "gradient"
