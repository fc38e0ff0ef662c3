"""A finished model for the registry, made without a training."""

from __future__ import annotations

import json
from pathlib import Path

from safetensors.torch import save_file

from architectures.core.build import build
from architectures.core.design import parse_design
from architectures.core.presets import presets
from inference.core.exports.making import packed
from inference.core.exports.writing import write
from inference.models import CompletedModel
from inference.services.completed_models import model_folder
from inference.services.exports import claim_next, export_ready
from training.core.tokenizer import train_tokenizer


def tiny_model(folder: Path) -> Path:
    """A model as a training leaves it, with random weights."""
    document = next(preset.design for preset in presets() if preset.slug == "tiny-gpt").to_json()
    document["vars"] |= {"d_model": 32}
    tokenizer = train_tokenizer("bytes", [])
    model = build(parse_design(document), vocab_size=tokenizer.vocab_size)
    model.init_weights(0)
    folder.mkdir()
    tensors = {name: tensor for name, tensor in model.state_dict().items() if name not in model.tied}
    save_file(tensors, folder / "model.safetensors")
    (folder / "design.json").write_text(json.dumps(document))
    tokenizer.save(folder / "tokenizer.json")
    report = {
        "fingerprint": "f",
        "n_parameters": 1,
        "vocab_size": tokenizer.vocab_size,
        "tokenizer_kind": "bytes",
    }
    (folder / "report.json").write_text(json.dumps(report))
    return folder


def export_of(model: CompletedModel, aside: Path) -> None:
    """What the job of exports does; that it proves what it makes is tested with the exports."""
    for name in ("export", "reference"):
        (aside / name).mkdir()
    assert write("mlflow", model_folder(model), aside / "export", aside / "reference") == {}
    file = packed(aside / "export", aside / "mlflow.zip")
    pk, claim = claim_next() or ("", "")
    assert export_ready(pk=pk, claim=claim, file=file, proven_by="", max_difference=None)
