"""Checkpoints: a folder a step, written aside and renamed, so that one is either whole or not there."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from training.core.files import sync_file, sync_folder, write_json

TENSORS, FACTS = "state.safetensors", "state.json"
SPARE = 2**24  # bytes of the disk that a checkpoint leaves to others
KEPT = 2  # newest checkpoints where nothing else is asked; the best one is kept besides


@dataclass(frozen=True)
class Snapshot:
    """All that a training is at one step: `tensors` by name, `facts` as JSON."""

    step: int
    tensors: Mapping[str, Tensor]
    facts: dict[str, Any]

    def part(self, name: str) -> dict[str, Tensor]:
        """Return the tensors named `name`.something, by something."""
        begin = f"{name}."
        return {key.removeprefix(begin): t for key, t in self.tensors.items() if key.startswith(begin)}


class Checkpoints:
    """The checkpoints of one job, in `folder`."""

    def __init__(self, folder: Path, n_kept: int = KEPT, room: int | None = None) -> None:
        """Keep the newest `n_kept`, fewer where they take more than `room` bytes; the last and the best always."""
        self.folder, self.n_kept, self.room = folder, n_kept, room
        self.removed: list[int] = []  # steps that the last write dropped
        self.crowded_out = False  # whether one of them went for want of room

    def steps(self) -> list[int]:
        """Return the steps that are kept, in order."""
        return sorted(int(path.name.removeprefix("step-")) for path in self.folder.glob("step-[0-9]*"))

    def write(self, snapshot: Snapshot, best_step: int | None = None) -> int:
        """Keep a snapshot; drop older ones but `best_step`. Return its size in bytes. Raises OSError."""
        place, aside = self._place(snapshot.step), self.folder / ".aside"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        self._check_room(snapshot)
        try:
            self._fill(aside, snapshot)
            shutil.rmtree(place, ignore_errors=True)
            aside.replace(place)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        sync_folder(self.folder)
        self._drop_old(best_step)
        return self.n_bytes(snapshot.step)

    def _check_room(self, snapshot: Snapshot) -> None:
        """Rather write no checkpoint than fill the disk of everybody. Raises OSError(ENOSPC)."""
        needed = sum(t.numel() * t.element_size() for t in snapshot.tensors.values())
        if shutil.disk_usage(self.folder).free < needed + SPARE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def n_bytes(self, step: int) -> int:
        return sum(file.stat().st_size for file in self._place(step).iterdir())

    def newest(self) -> Snapshot | None:
        """Return the newest checkpoint that can be read."""
        for step in reversed(self.steps()):
            try:
                return self.read(step)
            except (OSError, ValueError, KeyError, SafetensorError):
                shutil.rmtree(self._place(step), ignore_errors=True)
        return None

    def read(self, step: int) -> Snapshot:
        place = self._place(step)
        facts: dict[str, Any] = json.loads((place / FACTS).read_bytes())
        return Snapshot(step, load_file(place / TENSORS), facts)

    def _place(self, step: int) -> Path:
        return self.folder / f"step-{step:06d}"

    @staticmethod
    def _fill(folder: Path, snapshot: Snapshot) -> None:
        try:
            save_file({name: t.contiguous() for name, t in snapshot.tensors.items()}, folder / TENSORS)
        except SafetensorError as error:
            full = "No space left" in str(error)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) if full else OSError(str(error)) from error
        sync_file(folder / TENSORS)
        write_json(folder / FACTS, snapshot.facts)

    def _drop_old(self, best_step: int | None) -> None:
        kept = self.steps()
        old = [step for step in kept[:-1] if step != best_step]
        surplus = [step for step in kept[: -self.n_kept] if step in old]
        n_too_many = len(surplus)
        if self.room is not None:
            sizes = {step: self.n_bytes(step) for step in kept}
            taken = sum(sizes.values()) - sum(sizes[step] for step in surplus)
            for step in old:
                if taken > self.room and step not in surplus:
                    surplus.append(step)
                    taken -= sizes[step]
        self.removed, self.crowded_out = sorted(surplus), len(surplus) > n_too_many
        for step in self.removed:
            shutil.rmtree(self._place(step), ignore_errors=True)
