"""An ONNX file, computed by ONNX Runtime."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

NAME, VERSION = "onnxruntime", onnxruntime.__version__


class Loaded:
    """What was read back."""

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        file = str(folder / "model.onnx")
        self.session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
        self.input = self.session.get_inputs()[0].name

    def faults(self, facts: dict[str, Any]) -> list[Any]:
        shape = self.session.get_inputs()[0].shape
        fixed = [size for size in shape if isinstance(size, int)]
        return [["shape_not_dynamic", {"shape": str(shape)}]] if fixed else []

    def logits(self, ids: np.ndarray) -> np.ndarray:
        logits: np.ndarray = self.session.run(None, {self.input: ids.astype(np.int64)})[0]
        return logits

    def write(self, prompt_ids: list[int], n: int, n_known: int) -> list[int]:
        ids = list(prompt_ids)
        for _ in range(n):
            ids.append(int(self.logits(np.array([ids]))[0, -1, :n_known].argmax()))
        return ids[len(prompt_ids) :]
