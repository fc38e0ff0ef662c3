"""Gemma 3 (Gemma Team, 2025): five local layers to a global one, each kind with its own RoPE, qk-norm."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import Config
from architectures.core.families.documents import SANDWICH, attention, decoder, feed_forward, rms_norm
from architectures.core.families.gemma import gemma_activation, gemma_keys, scaled_embedding
from architectures.core.families.gemma2 import scalar_of
from architectures.core.families.llamas import QK_NORM, SANDWICH_NORMS, llama_rules
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope, write_rope
from architectures.core.families.windows import (
    FULL,
    SLIDING,
    attn_where,
    every,
    kinds_pattern,
    layer_types,
    written_types,
)

LOCAL_THETA, GLOBAL_THETA = 10_000.0, 1_000_000.0


def ropes(config: Config) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the RoPE of global and of local layers. Older configurations keep the local base beside the other keys."""
    if "rope_parameters" in config:
        nested = SLIDING in config.part("rope_parameters")
        whole = read_rope(config, FULL, theta=GLOBAL_THETA)
        return whole, read_rope(config, SLIDING, theta=LOCAL_THETA) if nested else whole
    local = {"theta": config.number("rope_local_base_freq", LOCAL_THETA)}
    return read_rope(config, theta=GLOBAL_THETA), local


def read(config: Config) -> Document:
    config.only("use_bidirectional_attention", False)
    bias, eps = config.flag("attention_bias", False), config.number("rms_norm_eps", 1e-6)
    values = {**config.values, "head_dim": config.integer("head_dim", 256)}
    rope, local_rope = ropes(config)
    period = config.integer("sliding_window_pattern", config.integer("_sliding_window_pattern", 6))
    local: dict[str, Any] = {"window": config.integer("sliding_window", 4096)}
    if local_rope != rope:
        local["rope"] = local_rope
    cap = config.number("final_logit_softcapping", None)
    return decoder(
        config,
        norm=rms_norm(eps, weight_offset=1),
        attn=attention(
            Config(values),
            rope=rope,
            qkv_bias=bias,
            out_bias=bias,
            scale=config.positive("query_pre_attn_scalar", 256.0) ** -0.5,
            logit_softcap=config.number("attn_logit_softcapping", None),
            qk_norm={"over": "head", "eps": eps, "weight_offset": 1},
        ),
        ffn=feed_forward(config, activation=gemma_activation(config)),
        edges=SANDWICH,
        patterns=kinds_pattern(layer_types(config, every(config, max(period, 1))), local),
        embedding=scaled_embedding(config),
        head={"logit_softcap": cap} if cap else {},
        tied=config.flag("tie_word_embeddings", True),
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    head: Any = parts.top["head"]
    types, window = written_types(parts)
    whole, local = attn_where(parts, sliding=False), attn_where(parts, sliding=True)
    parameters = {
        FULL: write_rope((whole or local).rope),
        SLIDING: write_rope((local or whole).rope),
    }
    return {
        **gemma_keys(parts, rope=(whole or local).rope),
        "rope_parameters": parameters,
        "query_pre_attn_scalar": scalar_of(attn.scale or attn.size(parts.d_model) ** -0.5),
        "attn_logit_softcapping": attn.logit_softcap,
        "final_logit_softcapping": head.logit_softcap,
        "sliding_window": window or 4096,
        "layer_types": types,
    }


FAMILY = Family(
    slug="gemma3",
    title="Gemma 3",
    model_types=("gemma3_text",),
    architecture="Gemma3ForCausalLM",
    sources=("Gemma Team, 2025",),
    read=read,
    write=write,
    rules=lambda _: llama_rules(SANDWICH_NORMS, QK_NORM),
)
