"""A GGUF file, computed by llama.cpp."""

from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np

NAME, VERSION = "llama-cpp-python", llama_cpp.__version__
F32 = 0  # ggml's number of the type; the cache is kept as exact as the weights


class Loaded:
    """What was read back."""

    def __init__(self, folder: Path) -> None:
        self.llama: Any = llama_cpp.Llama(
            str(folder / "model.gguf"),
            n_ctx=0,
            n_batch=2048,
            n_threads=1,
            logits_all=True,
            type_k=F32,
            type_v=F32,
            flash_attn=False,
            verbose=False,
        )

    def faults(self, facts: dict[str, Any]) -> list[Any]:
        if not facts["prompt"]:
            return []
        given = self.llama.tokenize(facts["prompt"].encode(), add_bos=True)
        return [] if given == facts["prompt_ids"] else [["tokens_differ", {"text": facts["prompt"]}]]

    def logits(self, ids: np.ndarray) -> np.ndarray:
        return np.stack([self.row(row.tolist()) for row in ids])

    def row(self, ids: list[int]) -> np.ndarray:
        self.llama.reset()
        self.llama.eval(ids)
        return np.array(self.llama.scores[: len(ids)])

    def write(self, prompt_ids: list[int], n: int, n_known: int) -> list[int]:
        ids = list(prompt_ids)
        for _ in range(n):
            ids.append(int(self.row(ids)[-1, :n_known].argmax()))
        return ids[len(prompt_ids) :]
