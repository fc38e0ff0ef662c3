"""A folder that `AutoModelForCausalLM` and `AutoTokenizer` load: in the format of a published family where the design
is one of its, else with a module of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from safetensors.torch import save_file

from architectures.core import families
from inference.core.exports.published import common, published, rank
from inference.core.exports.remote import write_remote
from inference.core.exports.source import Source
from training.core.tokenizer.huggingface import to_huggingface


def write(source: Source, folder: Path) -> None:
    """Write configuration, weights, tokenizer and what generation needs to know. Raises Refused."""
    matches = families.matching(source.design, source.model.vocab_size)
    if matches:
        family, config = min(matches, key=lambda match: rank(match[1]))
        config = published(config, source)
        tensors = family.weights_out(source.tensors(), config)
        tensors = {name: tensor.contiguous().clone() for name, tensor in tensors.items()}
        save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    else:
        config = write_remote(source, folder, common(source))
    _json(folder / "config.json", config)
    _json(folder / "generation_config.json", generation(source, config))
    to_huggingface(source.tokenizer, folder, source.loaded.context_length)


def generation(source: Source, config: dict[str, Any]) -> dict[str, Any]:
    """Return where a text ends, and which ids are never written: those that the tokenizer does not have."""
    never = (~source.loaded.allowed).nonzero().flatten().tolist()
    return {
        "bos_token_id": config["bos_token_id"],
        "eos_token_id": config["eos_token_id"],
        "pad_token_id": config["eos_token_id"],
        **({"suppress_tokens": never} if never else {}),
        **({"use_cache": False} if config.get("use_cache") is False else {}),
    }


def _json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
