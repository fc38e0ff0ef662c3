"""Qwen3 (Yang et al., 2025): queries and keys are normalised per head before RoPE."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import attention, decoder, feed_forward, rms_norm
from architectures.core.families.llamas import PRE_NORMS, QK_NORM, llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.qwen2 import window_of, write_window
from architectures.core.families.rope import read_rope
from architectures.core.families.windows import kinds_pattern


def read(config: Config) -> Document:
    types, window = window_of(config)
    eps, bias = config.number("rms_norm_eps", 1e-6), config.flag("attention_bias", False)
    values = {**config.values, "head_dim": config.integer("head_dim", 128)}
    return decoder(
        config,
        norm=rms_norm(eps),
        attn=attention(
            Config(values),
            rope=read_rope(config),
            qkv_bias=bias,
            out_bias=bias,
            qk_norm={"over": "head", "eps": eps},
        ),
        ffn=feed_forward(config, activation=config.choice("hidden_act", ACTIVATIONS, "silu")),
        patterns=kinds_pattern(types, {"window": window}),
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    return {**shared_keys(parts), **write_window(parts), "attention_bias": attn.qkv_bias}


FAMILY = Family(
    slug="qwen3",
    title="Qwen3",
    model_types=("qwen3",),
    architecture="Qwen3ForCausalLM",
    sources=("Yang et al., 2025",),
    read=read,
    write=write,
    rules=lambda _: llama_rules(PRE_NORMS, QK_NORM),
)
