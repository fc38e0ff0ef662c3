"""A model folder on disk, turned into a model that can write."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from inference.core.errors import GenerationError
from inference.core.files import DESIGN, REPORT, TOKENIZER, WEIGHTS
from inference.core.parts import CausalModel, TextTokenizer

DEFAULT_CONTEXT = 1024  # of a model without a limit, when its report names none


@dataclass(frozen=True)
class LoadedModel:
    """Weights, the tokenizer that travels with them, and what follows from both."""

    model: CausalModel
    tokenizer: TextTokenizer
    context_length: int
    allowed: Tensor  # [V] bool on the CPU: ids that the tokenizer has
    device: torch.device


def load_model(folder: Path, device: torch.device | None = None) -> LoadedModel:
    """Read a model folder. Raises GenerationError: model_files_missing, model_unreadable."""
    for name in (WEIGHTS, DESIGN, TOKENIZER, REPORT):
        if not (folder / name).is_file():
            raise GenerationError("model_files_missing", file=name)
    from architectures.core.design import DesignError
    from training.core.errors import TokenizerError

    unreadable = (ValueError, KeyError, TypeError, RuntimeError, SafetensorError, DesignError, TokenizerError)
    device = device or torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        return _load(folder, device)
    except unreadable as error:
        raise GenerationError("model_unreadable", reason=str(error)[:300]) from error


def _load(folder: Path, device: torch.device) -> LoadedModel:
    from architectures.core.build import build
    from architectures.core.design import parse_design
    from training.core.tokenizer import load_tokenizer

    report: dict[str, Any] = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    design = parse_design((folder / DESIGN).read_bytes())
    model = build(design, vocab_size=report["vocab_size"])
    load_weights(model, load_file(folder / WEIGHTS))
    model.eval().requires_grad_(False).to(device)
    return assemble(
        cast(CausalModel, model),
        load_tokenizer(folder / TOKENIZER),
        trained_context=report.get("context_length"),
        device=device,
    )


def load_weights(model: torch.nn.Module, tensors: dict[str, Tensor]) -> None:
    """Copy tensors into the model; a tied tensor is stored once and found under either of its names."""
    expected = set(model.state_dict())
    tied = cast("dict[str, str]", getattr(model, "tied", {}))
    for alias, source in tied.items():
        for absent, present in ((alias, source), (source, alias)):
            if absent in expected and absent not in tensors and present in tensors:
                tensors[absent] = tensors[present]
    surplus = set(tied) - expected  # an alias that this model computes with but does not hold
    model.load_state_dict({name: tensor for name, tensor in tensors.items() if name not in surplus})


def assemble(
    model: CausalModel,
    tokenizer: TextTokenizer,
    *,
    trained_context: int | None = None,
    device: torch.device | None = None,
) -> LoadedModel:
    """Bring a model and its tokenizer together. The context is what it was trained with, if that is less."""
    limits = [limit for limit in (model.context_length, trained_context) if limit]
    return LoadedModel(
        model=model,
        tokenizer=tokenizer,
        context_length=min(limits, default=DEFAULT_CONTEXT),
        allowed=known_ids(tokenizer, model.vocab_size),
        device=device or torch.device("cpu"),
    )


def known_ids(tokenizer: TextTokenizer, vocab_size: int) -> Tensor:
    """Return [V] bool: False for padding of the vocabulary and for holes in it."""
    return torch.tensor([_has(tokenizer, token_id) for token_id in range(vocab_size)])


def _has(tokenizer: TextTokenizer, token_id: int) -> bool:
    if token_id >= tokenizer.vocab_size:
        return False
    try:
        tokenizer.token_bytes(token_id)
    except (KeyError, IndexError, ValueError):
        return token_id == tokenizer.eot_id
    return True
