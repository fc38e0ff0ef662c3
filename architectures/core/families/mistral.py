"""Mistral (Jiang et al., 2023): Llama with a sliding window."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import attention, decoder, feed_forward, rms_norm
from architectures.core.families.llamas import PRE_NORMS, llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope


def read(config: Config) -> Document:
    config.only("attention_bias", False)
    return decoder(
        config,
        norm=rms_norm(config.number("rms_norm_eps", 1e-6)),
        attn=attention(config, rope=read_rope(config), window=config.integer("sliding_window", None)),
        ffn=feed_forward(config, activation=config.choice("hidden_act", ACTIVATIONS, "silu")),
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    return {**shared_keys(parts), "sliding_window": attn.window}


FAMILY = Family(
    slug="mistral",
    title="Mistral",
    model_types=("mistral",),
    architecture="MistralForCausalLM",
    sources=("Jiang et al., 2023",),
    read=read,
    write=write,
    rules=lambda _: llama_rules(PRE_NORMS),
)
