"""Batches of token windows in a seeded order that can be taken up anywhere."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.core.errors import TrainingError


@dataclass(frozen=True)
class TokenData:
    """The token files of a training, memory-mapped."""

    train: NDArray[Any]
    val: NDArray[Any]
    meta: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path) -> TokenData:
        """Map `train.bin` and `val.bin` as `meta.json` describes them. Raises TrainingError("data_unreadable")."""
        try:
            meta = json.loads((folder / "meta.json").read_bytes())
            dtype = np.dtype(meta["dtype"]).newbyteorder("<")
            train, val = (np.memmap(folder / name, dtype, "r") for name in ("train.bin", "val.bin"))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise TrainingError(
                "data_unreadable", reason=getattr(error, "strerror", None) or str(error)
            ) from error
        return cls(train, val, meta)


class BatchOrder:
    """Every window of the text once an epoch, shuffled, from a start that differs each epoch.

    Windows begin `stride` tokens apart: side by side where none is given, overlapping where it is shorter than they.

    `cursor` counts the sequences handed out: with the seed it is the whole state, so a training may go on
    anywhere, and k batches of b sequences are the same text as one batch of k·b.
    """

    def __init__(
        self,
        tokens: NDArray[Any],
        context_length: int,
        seed: int,
        cursor: int = 0,
        *,
        stride: int | None = None,
    ) -> None:
        if len(tokens) <= context_length:
            raise TrainingError(
                "corpus_shorter_than_context", n_tokens=len(tokens), context_length=context_length
            )
        self.tokens, self.context_length, self.seed, self.cursor = tokens, context_length, seed, cursor
        self.stride = stride or context_length  # tokens from one start to the next
        self._spare = min(self.stride, len(tokens) - context_length)  # starts that every epoch can have
        self.per_epoch = (len(tokens) - self._spare - context_length) // self.stride + 1
        self._epoch = -1
        self._starts: NDArray[np.int64] = np.empty(0, np.int64)

    def next_batch(self, batch_size: int) -> tuple[Tensor, Tensor]:
        """Return ids and the ids that follow them, both [B, T] int64."""
        starts = [self._start(self.cursor + n) for n in range(batch_size)]
        self.cursor += batch_size
        return windows(self.tokens, starts, self.context_length)

    def _start(self, index: int) -> int:
        epoch, position = divmod(index, self.per_epoch)
        if epoch != self._epoch:
            generator = np.random.default_rng([self.seed, epoch])
            shift = int(generator.integers(self._spare))
            self._starts = generator.permutation(self.per_epoch) * self.stride + shift
            self._epoch = epoch
        return int(self._starts[position])


def windows(tokens: NDArray[Any], starts: list[int], length: int) -> tuple[Tensor, Tensor]:
    """Cut windows of `length` + 1 tokens; return all but the last and all but the first, [B, T] int64."""
    rows = np.stack([tokens[start : start + length + 1] for start in starts]).astype(np.int64)
    block = torch.from_numpy(rows)
    return block[:, :-1].contiguous(), block[:, 1:].contiguous()


def to_device(batch: Tensor, device: torch.device) -> Tensor:
    """Move ids to where the model is. A GPU fetches them from pinned memory while the last step still computes."""
    if device.type != "cuda":
        return batch.to(device)
    return batch.pin_memory().to(device, non_blocking=True)
