"""Weights of a model: where they lie, and taking those of a file in place of drawing them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn

from training.core.errors import TrainingError

NAMES_TOLD = 5  # of the names that do not fit


def place(model: nn.Module, device: torch.device, dtype: torch.dtype) -> nn.Module:
    """Move a model. What it computes with becomes `dtype`; what it learns stays as it is.

    The optimizer keeps its parameters in fp32 and shows the model a copy. Buffers that are saved learn as well, in
    steps that bf16 is too coarse for.
    """
    model.to(device)
    learned = {id(t) for t in [*model.parameters(), *saved_buffers(model).values()]}
    for module in model.modules():
        for name, buffer in module.named_buffers(recurse=False):
            if buffer.is_floating_point() and id(buffer) not in learned:
                module._buffers[name] = buffer.to(dtype)
    return model


def saved_buffers(model: nn.Module) -> dict[str, Tensor]:
    """Return the buffers that belong to the weights, by name."""
    saved = model.state_dict().keys()
    return {name: buffer for name, buffer in model.named_buffers() if name in saved}


def take_weights(model: nn.Module, tied: Mapping[str, str], path: Path) -> None:
    """Fill a model from a safetensors file, which must have its every name and shape and no other.

    `tied` maps the names of shared tensors to those that they are the same as; a file may have both or the latter.
    Raises TrainingError: init_unreadable, init_names, init_shape, init_values or init_tied.
    """
    try:
        with safe_open(path, framework="pt") as file:
            _take(file, model.state_dict(), tied)
    except (OSError, SafetensorError) as error:
        raise TrainingError("init_unreadable", reason=type(error).__name__) from error


def _take(file: Any, into: Mapping[str, Tensor], tied: Mapping[str, str]) -> None:
    names = set(file.keys())
    missing, unexpected = into.keys() - tied.keys() - names, names - into.keys()
    if missing or unexpected:
        raise TrainingError("init_names", missing=_first(missing), unexpected=_first(unexpected))
    for name in sorted(names):
        expected, actual = list(into[name].shape), list(file.get_slice(name).get_shape())
        if expected != actual:
            raise TrainingError("init_shape", name=name, expected=expected, actual=actual)
    with torch.no_grad():
        for name in sorted(names - tied.keys()):
            into[name].copy_(_numbers(file, name))
    for name in sorted(names & tied.keys()):
        if not torch.equal(_numbers(file, name).to(into[name].dtype), into[name]):
            raise TrainingError("init_tied", name=name, target=tied[name])


def _numbers(file: Any, name: str) -> Tensor:
    tensor: Tensor = file.get_tensor(name)
    if not (tensor.is_floating_point() and tensor.isfinite().all()):
        raise TrainingError("init_values", name=name)
    return tensor


def _first(names: Iterable[str]) -> str:
    """A few of the names, and … where there are more."""
    told = sorted(names)
    return ", ".join(told[:NAMES_TOLD]) + (", …" if len(told) > NAMES_TOLD else "")
