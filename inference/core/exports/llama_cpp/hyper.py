"""The numbers of a configuration, under llama.cpp's keys."""

from __future__ import annotations

import math
from typing import Any

import gguf
import numpy as np

from inference.core.exports.errors import Refused
from inference.core.exports.llama_cpp.families import Config, LlamaFamily

# A key that one family or another has, in llama.cpp's words: each is written where the configuration has it.
NAMED = {
    "attn_logit_softcapping": "add_attn_logit_softcapping",
    "final_logit_softcapping": "add_final_logit_softcapping",
    "logit_scale": "add_logit_scale",
    "logits_scaling": "add_logit_scale",
    "embedding_multiplier": "add_embedding_scale",
    "residual_multiplier": "add_residual_scale",
    "attention_multiplier": "add_attention_scale",
    "clip_qkv": "add_clamp_kqv",
    "num_local_experts": "add_expert_count",
    "num_experts": "add_expert_count",
    "num_experts_per_tok": "add_expert_used_count",
    "moe_intermediate_size": "add_expert_feed_forward_length",
    "shared_expert_intermediate_size": "add_expert_shared_feed_forward_length",
}
ORIGINAL = "original_max_position_embeddings"


def first(config: Config, *keys: str, default: Any = None) -> Any:
    """Return the first of these keys that is there and set."""
    return next((config[key] for key in keys if config.get(key) is not None), default)


def head_dim(config: Config) -> int:
    width, n_heads = first(config, "hidden_size", "n_embd"), first(config, "num_attention_heads", "n_head")
    return int(first(config, "head_dim", default=width // n_heads))


def write_hyper(writer: gguf.GGUFWriter, config: Config, family: LlamaFamily) -> None:
    """Write sizes, epsilons, positions and what a family has besides."""
    width = first(config, "hidden_size", "n_embd")
    n_heads = first(config, "num_attention_heads", "n_head")
    writer.add_block_count(first(config, "num_hidden_layers", "n_layer"))
    writer.add_context_length(first(config, "max_position_embeddings", "n_positions"))
    writer.add_embedding_length(width)
    writer.add_feed_forward_length(first(config, "intermediate_size", "n_inner", default=4 * width))
    writer.add_head_count(n_heads)
    writer.add_head_count_kv(first(config, "num_key_value_heads", default=n_heads))
    writer.add_key_length(head_dim(config))
    writer.add_value_length(head_dim(config))
    writer.add_vocab_size(config["vocab_size"])
    _epsilon(writer, config, family)
    for key, method in NAMED.items():
        if config.get(key) is not None:
            getattr(writer, method)(config[key])
    if "use_parallel_residual" in config:
        writer.add_parallel_residual(config["use_parallel_residual"])
    if config.get("sliding_window") and family.arch in ("gemma2", "gemma3", "cohere2"):
        writer.add_sliding_window(config["sliding_window"])
    if config["model_type"] != "gpt2":
        _rope(writer, config)


def _epsilon(writer: gguf.GGUFWriter, config: Config, family: LlamaFamily) -> None:
    keys = ("layer_norm_epsilon", "layer_norm_eps", "norm_epsilon", "norm_eps", "rms_norm_eps")
    epsilon = first(config, *keys, default=1e-5)
    (writer.add_layer_norm_eps if family.layer_norm else writer.add_layer_norm_rms_eps)(epsilon)


def rope_of(config: Config) -> dict[str, Any]:
    """Return the RoPE parameters of full attention, in either spelling of the configuration."""
    rope = dict(config.get("rope_parameters") or {})
    return dict(rope.get("full_attention", rope)) or {"rope_theta": config.get("rope_theta", 10_000.0)}


def rotated(config: Config) -> int:
    """Channels of a head that are turned."""
    share = first(rope_of(config), "partial_rotary_factor") or first(
        config, "partial_rotary_factor", "rotary_pct"
    )
    return int(head_dim(config) * (share or 1.0))


def _rope(writer: gguf.GGUFWriter, config: Config) -> None:
    rope = rope_of(config)
    writer.add_rope_dimension_count(rotated(config))
    writer.add_rope_freq_base(float(rope.get("rope_theta", 10_000.0)))
    local = (config.get("rope_parameters") or {}).get("sliding_attention")
    if local:
        writer.add_rope_freq_base_swa(float(local.get("rope_theta", 10_000.0)))
    kind = rope.get("rope_type", "default")
    if kind in ("default", "llama3"):
        return  # llama3 is a tensor of factors
    if kind != "linear":
        raise Refused(
            "option_unknown_to_llama_cpp", option="rope_type", value=kind, family=config["model_type"]
        )
    writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
    writer.add_rope_scaling_factor(float(rope["factor"]))


def llama3_factors(config: Config) -> np.ndarray | None:
    """Return what each wavelength is stretched by (Llama 3.1), [D / 2]; None for other kinds."""
    rope = rope_of(config)
    if rope.get("rope_type") != "llama3":
        return None
    factor, low, high = rope["factor"], rope["low_freq_factor"], rope["high_freq_factor"]
    dim = rotated(config)
    found = []
    for index in range(0, dim, 2):
        turns = rope[ORIGINAL] / (2 * math.pi * rope["rope_theta"] ** (index / dim))
        kept = min(1.0, max(0.0, (turns - low) / (high - low)))
        found.append(1 / ((1 - kept) / factor + kept))
    return np.array(found, dtype=np.float32)
