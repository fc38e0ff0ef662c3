"""A published folder becomes a design, and with weights and a tokenizer a model folder like the trainer's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inference.core.files import DESIGN, REPORT, TOKENIZER, WEIGHTS
from inference.core.imports.errors import ImportRefused
from inference.core.imports.names import CONFIG
from inference.core.imports.texts import read_object
from inference.core.imports.unpack import too_large
from inference.core.imports.weights import WeightFiles, find_weights, load_tensors
from training.core.files import sync_folder, write_json, write_whole

if TYPE_CHECKING:
    from torch import Tensor

    from architectures.core.build import LanguageModel
    from architectures.core.design import Design
    from architectures.core.families import Family
    from training.core.tokenizer import Tokenizer

Progress = Callable[[float], None]
FP32_BYTES = 4
N_PROBE = 8  # tokens of the pass that shows that the model computes


@dataclass(frozen=True)
class Imported:
    """What a folder held. `report` is None where it had no weights: then it is a design alone."""

    design: dict[str, Any]
    family: str
    report: dict[str, Any] | None


def read_folder(
    source: Path,
    target: Path,
    *,
    max_parameters: int,
    max_bytes: int,
    origin: Mapping[str, Any] | None = None,
    progress: Progress = lambda _: None,
) -> Imported:
    """Read the files in `source`; if there are weights, fill the empty folder `target` with a complete model.

    `max_bytes` is the room for that model; `origin` is kept in the report. Raises ImportRefused, or TokenizerError.
    """
    config = _config(source)
    family, document = _family(config)
    files = find_weights(source)
    progress(0.1)
    if files is None:
        return Imported(document, family.slug, None)
    if files.n_values * FP32_BYTES > max_bytes:
        raise too_large(files.n_values * FP32_BYTES, max_bytes)
    model = _build(document, max_parameters)
    tokenizer = _tokenizer(source, config, model)
    _fill(model, family.weights_in, files, config, progress)
    progress(0.8)
    report = _report(model, tokenizer, document, config)
    report |= {"imported": True, "family": family.slug, "source": dict(origin or {})}
    _write(target, model, tokenizer, document, report)
    return Imported(document, family.slug, report)


def _config(source: Path) -> dict[str, Any]:
    if not (source / CONFIG).is_file():
        raise ImportRefused("config_missing")
    return read_object(source / CONFIG)


def _family(config: Mapping[str, Any]) -> tuple[Family, dict[str, Any]]:
    from architectures.core.families import FamilyError, read_config

    try:
        return read_config(config)
    except FamilyError as error:
        raise ImportRefused(error.code, **error.values) from error


def _build(document: dict[str, Any], max_parameters: int) -> LanguageModel:
    """Build the model, its sizes first: a config can name any."""
    from architectures.core.build import build
    from architectures.core.design import DesignError

    try:
        design = _parsed(document)
        sizes = build(design, device="meta")
        n_parameters = sum(p.numel() for p in sizes.parameters())
        if n_parameters > max_parameters:
            values = {"n": f"{n_parameters:,}", "limit": f"{max_parameters:,}"}
            raise ImportRefused("import_too_many_parameters", **values)
        return build(design)
    except DesignError as error:
        raise ImportRefused(error.code, **error.values) from error


def _parsed(document: dict[str, Any]) -> Design:
    from architectures.core.design import parse_design

    return parse_design(document)


def _tokenizer(source: Path, config: Mapping[str, Any], model: LanguageModel) -> Tokenizer:
    from training.core.tokenizer.huggingface import read_huggingface

    tokenizer = read_huggingface(source, config)
    if tokenizer.vocab_size > model.vocab_size:
        sizes = {"tokenizer": f"{tokenizer.vocab_size:,}", "model": f"{model.vocab_size:,}"}
        raise ImportRefused("tokenizer_does_not_fit", **sizes)
    return tokenizer


def _fill(
    model: LanguageModel,
    weights_in: Callable[..., dict[str, Tensor]],
    files: WeightFiles,
    config: Mapping[str, Any],
    progress: Progress,
) -> None:
    """Put the published weights into the model: each one there, of the right shape, and a number."""
    from architectures.core.families import FamilyError
    from inference.core.loading import load_weights

    published = dict(_finite(files, progress))
    try:
        tensors = weights_in(published, config)
    except FamilyError as error:
        raise ImportRefused(error.code, **error.values) from error
    _check_shapes(model, tensors)
    load_weights(model, tensors)
    _probe(model)


def _finite(files: WeightFiles, progress: Progress) -> Any:
    n_read = 0
    for name, tensor in load_tensors(files):
        n_read += tensor.numel()
        progress(0.1 + 0.5 * n_read / max(1, files.n_values))
        if tensor.is_floating_point() and not bool(tensor.isfinite().all()):
            raise ImportRefused("weights_not_numbers", tensor=name[:200])
        yield name, tensor


def _check_shapes(model: LanguageModel, tensors: Mapping[str, Tensor]) -> None:
    """The family has looked at this already; what is wrong here is told in its words all the same."""
    expected = {name: tensor for name, tensor in model.state_dict().items() if name not in model.tied}
    missing = sorted(expected.keys() - tensors.keys())
    if missing:
        raise ImportRefused("weights_missing", names=missing[0], n=len(missing))
    for name, parameter in expected.items():
        shapes = list(parameter.shape), list(tensors[name].shape)
        if shapes[0] != shapes[1]:
            raise ImportRefused("weights_shape", name=name, expected=shapes[0], actual=shapes[1])


def _probe(model: LanguageModel) -> None:
    """One pass over a few tokens: numbers that are each fine can still overflow together."""
    import torch

    model.eval()
    with torch.inference_mode():
        length = min(N_PROBE, model.context_length or N_PROBE)
        logits = model(torch.arange(length)[None] % model.vocab_size)
    if not bool(logits.isfinite().all()):
        raise ImportRefused("weights_not_numbers", tensor="logits")


def _report(
    model: LanguageModel, tokenizer: Tokenizer, document: dict[str, Any], config: Mapping[str, Any]
) -> dict[str, Any]:
    import torch

    from architectures.core.design import fingerprint

    positions = [config.get(key) for key in ("max_position_embeddings", "n_positions", "max_seq_len")]
    context = model.context_length or next((n for n in positions if type(n) is int and n > 0), None)
    return {
        "n_parameters": sum(p.numel() for p in model.parameters()),
        "train_loss": None,
        "val_loss": None,
        "fingerprint": fingerprint(_parsed(document)),
        "vocab_size": model.vocab_size,
        "context_length": context,
        "tokenizer_kind": tokenizer.kind,
        "versions": {"torch": str(torch.__version__)},
    }


def _write(
    target: Path, model: LanguageModel, tokenizer: Tokenizer, document: dict[str, Any], report: dict[str, Any]
) -> None:
    from safetensors.torch import save_file

    weights = {name: t.contiguous() for name, t in model.state_dict().items() if name not in model.tied}
    save_file(weights, target / WEIGHTS, metadata={"format": "pt"})
    write_whole(target / TOKENIZER, tokenizer.content)
    write_json(target / DESIGN, document)
    write_json(target / CONFIG, {})  # the options of a training; there was none here
    write_json(target / REPORT, report)
    sync_folder(target)
