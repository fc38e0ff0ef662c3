"""Gemma 2 (Gemma Team, 2024): norms on both sides of a branch, local and global layers in turn, capped scores."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import Config
from architectures.core.families.documents import SANDWICH, attention, decoder, feed_forward, rms_norm
from architectures.core.families.gemma import gemma_activation, gemma_keys, scaled_embedding
from architectures.core.families.llamas import SANDWICH_NORMS, llama_rules
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope
from architectures.core.families.windows import every, kinds_pattern, layer_types, written_types


def read(config: Config) -> Document:
    bias = config.flag("attention_bias", False)
    values = {**config.values, "head_dim": config.integer("head_dim", 256)}
    window = config.integer("sliding_window", 4096)
    cap = config.number("final_logit_softcapping", 30.0) if has(config, "final_logit_softcapping") else None
    scores = config.number("attn_logit_softcapping", 50.0) if has(config, "attn_logit_softcapping") else None
    return decoder(
        config,
        norm=rms_norm(config.number("rms_norm_eps", 1e-6), weight_offset=1),
        attn=attention(
            Config(values),
            rope=read_rope(config),
            qkv_bias=bias,
            out_bias=bias,
            scale=config.positive("query_pre_attn_scalar", 256.0) ** -0.5,
            logit_softcap=scores,
        ),
        ffn=feed_forward(config, activation=gemma_activation(config)),
        edges=SANDWICH,
        patterns=kinds_pattern(layer_types(config, every(config, 2)), {"window": window}),
        embedding=scaled_embedding(config),
        head={"logit_softcap": cap} if cap else {},
        tied=config.flag("tie_word_embeddings", True),
    )


def has(config: Config, key: str) -> bool:
    """Whether a key with a default is not switched off: null means none, a missing one means the default."""
    return config.values.get(key, True) is not None


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    head: Any = parts.top["head"]
    types, window = written_types(parts)
    return {
        **gemma_keys(parts),
        "query_pre_attn_scalar": scalar_of(attn.scale or attn.size(parts.d_model) ** -0.5),
        "attn_logit_softcapping": attn.logit_softcap,
        "final_logit_softcapping": head.logit_softcap,
        "sliding_window": window or 4096,
        "layer_types": types,
    }


def scalar_of(scale: float) -> float | int:
    """Return the number whose power of -1/2 is the scale: a whole one if there is such a one."""
    number = scale**-2
    return round(number) if float(round(number)) ** -0.5 == scale else number


FAMILY = Family(
    slug="gemma2",
    title="Gemma 2",
    model_types=("gemma2",),
    architecture="Gemma2ForCausalLM",
    sources=("Gemma Team, 2024",),
    read=read,
    write=write,
    rules=lambda _: llama_rules(SANDWICH_NORMS),
)
