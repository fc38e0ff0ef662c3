"""The part of a text that a model sees while it writes."""

from __future__ import annotations

import torch
from torch import Tensor

from inference.core.loading import LoadedModel

KEPT_QUARTERS = 3  # of four: how much of a full context stays when it slides on


class Window:
    """Feeds a growing text to a model through its cache, and slides when the context is full.

    Sliding reads the last three quarters again with a fresh cache, so positions stay within those that the
    model was trained on, and the extra reading happens once for every quarter of a context written.
    """

    def __init__(self, loaded: LoadedModel, ids: list[int], max_new_tokens: int) -> None:
        self._loaded = loaded
        self._size = min(loaded.context_length, len(ids) + max_new_tokens)
        self._pending = ids[-self._size :]
        self._ids = list(self._pending)
        self._cache = loaded.model.new_cache(1, self._size)

    def append(self, token_id: int) -> None:
        """Add the token that was just written."""
        self._ids.append(token_id)
        self._pending.append(token_id)
        if len(self._ids) > self._size:
            self._slide()

    def _slide(self) -> None:
        kept = max(1, self._size * KEPT_QUARTERS // 4)
        self._ids = self._ids[-kept:]
        self._pending = list(self._ids)
        self._cache = self._loaded.model.new_cache(1, self._size)

    @torch.inference_mode()
    def logits(self) -> Tensor:
        """Return [V] on the CPU for the token that comes next."""
        ids = torch.tensor([self._pending], device=self._loaded.device)
        self._pending = []
        return self._loaded.model(ids, cache=self._cache)[0, -1].float().cpu()
