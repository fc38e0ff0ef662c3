"""GGUF: one file that llama.cpp and the programs built on it run, for the families that it knows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from architectures.core import families
from inference.core.exports.errors import Refused
from inference.core.exports.llama_cpp.families import FAMILIES, family_of
from inference.core.exports.llama_cpp.file import write_file
from inference.core.exports.published import published, rank
from inference.core.exports.source import Source

FILE = "model.gguf"
GELU_TOLERANCE = 5e-2  # it is looked up in a table of half precision, at every layer


def write(source: Source, folder: Path) -> float | None:
    """Write `model.gguf` in fp32. Raises Refused with what llama.cpp cannot express.

    Returns the tolerance that llama.cpp's GELU needs, where the model has one.
    """
    matches = families.matching(source.design, source.model.vocab_size)
    known = [(family, config) for family, config in matches if config["model_type"] in FAMILIES]
    if not known:
        nearest = ", ".join(config["model_type"] for _, config in matches) or "-"
        raise Refused("family_unknown_to_llama_cpp", nearest=nearest)
    first_reason: Refused | None = None
    for family, config in sorted(known, key=lambda match: rank(match[1])):
        config = published(config, source)
        try:
            family_of(config)
        except Refused as reason:
            first_reason = first_reason or reason
            continue
        write_file(folder / FILE, config, family.weights_out(source.tensors(), config), source.tokenizer)
        return GELU_TOLERANCE if uses_gelu(config) else None
    assert first_reason is not None  # noqa: S101 - for the type checker; each known one had a reason
    raise first_reason


def uses_gelu(config: Mapping[str, Any]) -> bool:
    keys = ("hidden_act", "hidden_activation", "activation_function")
    return any("gelu" in str(config.get(key)) for key in keys) or config["model_type"].startswith("gemma")
