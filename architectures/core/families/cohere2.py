"""Command R7B and A (Cohere, 2025): three local layers with RoPE to a global one without positions."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.cohere import LOGIT_SCALE, NORMS
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import PARALLEL, attention, decoder, feed_forward, layer_norm
from architectures.core.families.llamas import llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope
from architectures.core.families.windows import attn_where, every, kinds_pattern, layer_types, written_types


def read(config: Config) -> Document:
    bias = config.flag("attention_bias", False)
    period = max(config.integer("sliding_window_pattern", config.integer("_sliding_window_pattern", 4)), 1)
    local = {
        "window": config.integer("sliding_window", 4096),
        "rope": read_rope(config, layout="interleaved"),
    }
    return decoder(
        config,
        norm=layer_norm(config.number("layer_norm_eps", 1e-5), bias=False),
        attn=attention(config, qkv_bias=bias, out_bias=bias),
        ffn=feed_forward(config, activation=config.choice("hidden_act", ACTIVATIONS, "silu")),
        edges=PARALLEL,
        patterns=kinds_pattern(layer_types(config, every(config, period)), local),
        head={"logit_scale": config.number("logit_scale", LOGIT_SCALE)},
        tied=config.flag("tie_word_embeddings", True),
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    head: Any = parts.top["head"]
    types, window = written_types(parts)
    local = attn_where(parts, sliding=True)
    return {
        **shared_keys(parts, rope=local.rope if local else None, eps="layer_norm_eps"),
        "attention_bias": attn.qkv_bias,
        "logit_scale": head.logit_scale,
        "sliding_window": window or 4096,
        "layer_types": types,
    }


FAMILY = Family(
    slug="cohere2",
    title="Command A",
    model_types=("cohere2",),
    architecture="Cohere2ForCausalLM",
    sources=("Cohere, 2025",),
    read=read,
    write=write,
    rules=lambda _: llama_rules(NORMS),
)
