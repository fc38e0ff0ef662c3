"""What a key that a config.json leaves out means: the defaults of the configuration classes of `transformers`.

Only those are told here that differ between families; a test compares them all with the classes. Sizes of a model
(its width, layers, heads and vocabulary) have no default: a configuration without them is incomplete.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DEFAULTS: dict[str, dict[str, Any]] = {
    "cohere": {"max_position_embeddings": 8192, "rope_theta": 500_000.0},
    "cohere2": {"max_position_embeddings": 8192},
    "exaone4": {"sliding_window": 4096, "sliding_window_pattern": 4},
    "gemma": {"max_position_embeddings": 8192, "num_key_value_heads": 16},
    "gemma2": {"max_position_embeddings": 8192, "num_key_value_heads": 4},
    "gemma3_text": {"max_position_embeddings": 131_072, "num_key_value_heads": 4},
    "glm": {"max_position_embeddings": 131_072, "num_key_value_heads": 2},
    "glm4": {"max_position_embeddings": 131_072, "num_key_value_heads": 2},
    "mistral": {"max_position_embeddings": 131_072, "num_key_value_heads": 8, "sliding_window": 4096},
    "nemotron": {"max_position_embeddings": 4096},
    "olmo3": {"rope_theta": 500_000.0},
    "phi3": {"max_position_embeddings": 4096},
    "qwen2": {"max_position_embeddings": 32_768, "num_key_value_heads": 32},
    "qwen2_moe": {"num_key_value_heads": 16},
    "qwen3": {"max_position_embeddings": 32_768, "num_key_value_heads": 32},
    "smollm3": {"max_position_embeddings": 32_768, "num_key_value_heads": 4},
    "stablelm": {"max_position_embeddings": 4096, "num_key_value_heads": 32},
    "starcoder2": {"max_position_embeddings": 4096, "num_key_value_heads": 2},
}


def completed(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return a configuration with what it leaves out. A key that is there and null was left out on purpose."""
    kind = config.get("model_type")
    return {**DEFAULTS.get(kind, {}), **config} if isinstance(kind, str) else dict(config)
