"""EXAONE 4 (LG AI Research, 2025): norms behind the branches, three local layers with RoPE to a global one without."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import POST, attention, decoder, feed_forward, rms_norm
from architectures.core.families.llamas import POST_NORMS, QK_NORM, llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope
from architectures.core.families.windows import (
    FULL,
    attn_where,
    every,
    kinds_pattern,
    layer_types,
    written_types,
)


def read(config: Config) -> Document:
    eps, rope = config.number("rms_norm_eps", 1e-5), read_rope(config)
    window = config.integer("sliding_window", None)
    period = max(config.integer("sliding_window_pattern", 4), 1) if window else 0
    types = layer_types(config, every(config, period) if window else [FULL] * config.n_layers)
    return decoder(
        config,
        norm=rms_norm(eps),
        # Without any window every layer turns; with windows the global layers know no positions.
        attn=attention(config, rope=None if window else rope, qk_norm={"over": "head", "eps": eps}),
        ffn=feed_forward(config, activation=config.choice("hidden_act", ACTIVATIONS, "silu")),
        edges=POST,
        patterns=kinds_pattern(types, {"window": window, "rope": rope}) if window else [],
    )


def write(parts: Parts) -> dict[str, Any]:
    types, window = written_types(parts)
    turned: Any = attn_where(parts, sliding=True) or parts.layer["attn"]
    return {
        **shared_keys(parts, rope=turned.rope),
        "sliding_window": window,
        "sliding_window_pattern": 4 if window else None,
        "layer_types": types,
    }


FAMILY = Family(
    slug="exaone4",
    title="EXAONE 4",
    model_types=("exaone4",),
    architecture="Exaone4ForCausalLM",
    sources=("LG AI Research, 2025",),
    read=read,
    write=write,
    rules=lambda _: llama_rules(POST_NORMS, QK_NORM),
)
