"""Completed models in the forms that the field uses, each proven in a clean process before it is offered.

One module a format: `write(loaded, folder, plan)` writes it. `proofs/` reads it back, with nothing of this product at
hand, in a process of its own; `proof.py` judges what that process found. No torch here: the web process reads this.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """`tolerance`: the largest difference of a logit that still counts as the same model, in fp32. `optional`:
    where the loader is not installed, the format is offered unproven."""

    slug: str
    loader: str  # a module in `proofs/`
    tolerance: float
    optional: bool = False


# ONNX Runtime and llama.cpp sum in another order than PyTorch, and llama.cpp has kernels of its own.
FORMATS = {
    found.slug: found
    for found in (
        Format("huggingface", "with_transformers", 1e-4),
        Format("pytorch", "with_torch", 1e-4),
        Format("mlflow", "with_mlflow", 1e-4),
        Format("onnx", "with_onnxruntime", 2e-4),
        Format("gguf", "with_llama_cpp", 2e-3, optional=True),
    )
}
