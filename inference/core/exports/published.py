"""The configuration of a published family, filled in with what only a completed model knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inference.core.exports.source import Source

WIDELY_READ = (
    "llama",
    "gpt2",
    "qwen2",
    "qwen3",
    "mistral",
    "mixtral",
    "gemma3_text",
    "gemma2",
    "gemma",
    "gpt_neox",
)


def common(source: Source) -> dict[str, Any]:
    """What every configuration says. `dtype` must be there: without it a loader may choose half precision."""
    tokenizer = source.tokenizer
    before = tokenizer.beginning
    return {
        "dtype": "float32",
        "vocab_size": source.model.vocab_size,
        "bos_token_id": before[0] if before else None,
        "eos_token_id": tokenizer.eot_id,
        "pad_token_id": None,
    }


def published(config: Mapping[str, Any], source: Source) -> dict[str, Any]:
    """Return a family's configuration for this model."""
    positions = {} if "n_positions" in config else {"max_position_embeddings": source.loaded.context_length}
    return {**positions, **config, **common(source)}


def rank(config: Mapping[str, Any]) -> int:
    """Several families may express one design: the most widely read comes first."""
    model_type = config["model_type"]
    return WIDELY_READ.index(model_type) if model_type in WIDELY_READ else len(WIDELY_READ)
