"""`model.py` and its weights, computed by PyTorch alone."""

import importlib
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch

NAME, VERSION = "torch", torch.__version__


class Loaded:
    """What was read back."""

    def __init__(self, folder: Path) -> None:
        sys.path.insert(0, str(folder))
        module = importlib.import_module("model")
        self.model = module.load(folder / "model.safetensors").eval().requires_grad_(False)

    def faults(self, facts: dict[str, Any]) -> list[Any]:
        return []

    def logits(self, ids: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            logits: np.ndarray = self.model(torch.from_numpy(ids)).float().numpy()
        return logits

    def write(self, prompt_ids: list[int], n: int, n_known: int) -> list[int]:
        ids = list(prompt_ids)
        with torch.inference_mode():
            for _ in range(n):
                ids.append(int(self.model(torch.tensor([ids]))[0, -1, :n_known].argmax()))
        return ids[len(prompt_ids) :]
