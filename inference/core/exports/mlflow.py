"""A folder that `mlflow.pytorch.load_model` reads: the pickled module, and the one file of source that it needs."""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import logging
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import torch
from safetensors.torch import save_file

from inference.core.exports.pytorch import model_text
from inference.core.exports.source import Source

REQUIREMENTS: Final = ("torch", "numpy")


def write(source: Source, folder: Path) -> None:
    """Write the folder. MLflow's own imports take a second and 160 MB, so they are made here. Raises Refused."""
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    import mlflow.pytorch

    logging.getLogger("mlflow").setLevel(logging.ERROR)  # it warns of pickles; this one we made ourselves
    text = model_text(source)
    with TemporaryDirectory() as aside:
        code = Path(aside) / f"{module_name(text)}.py"
        code.write_text(text, encoding="utf-8")
        tokenizer = Path(aside) / "tokenizer.json"
        source.tokenizer.save(tokenizer)
        mlflow.pytorch.save_model(
            _as_written(source, code),
            str(folder),
            code_paths=[str(code)],
            extra_files=[str(tokenizer)],
            signature=_signature(source),
            pip_requirements=[f"{name}=={_version(name)}" for name in REQUIREMENTS],
            serialization_format="pickle",
        )


def module_name(text: str) -> str:
    """Return a name that only this source has: two models of different designs may be loaded into one process."""
    return f"slm_{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def _as_written(source: Source, code: Path) -> torch.nn.Module:
    """Return the model as the written source builds it, so that the pickle names that source and nothing of ours."""
    weights = code.with_name("model.safetensors")
    save_file(source.tensors(), weights, metadata={"format": "pt"})
    sys.path.insert(0, str(code.parent))
    try:
        model: torch.nn.Module = importlib.import_module(code.stem).load(weights)
    finally:
        sys.path.remove(str(code.parent))
    return model.eval()


def _signature(source: Source) -> Any:
    """Token ids [B, T] in, logits [B, T, V] out."""
    import numpy as np
    from mlflow.models import ModelSignature
    from mlflow.types import Schema, TensorSpec

    ids = TensorSpec(np.dtype(np.int64), (-1, -1), "ids")
    logits = TensorSpec(np.dtype(np.float32), (-1, -1, source.model.vocab_size))
    return ModelSignature(Schema([ids]), Schema([logits]))


def _version(name: str) -> str:
    return importlib.metadata.version(name).partition("+")[
        0
    ]  # without the build, which another machine has not
