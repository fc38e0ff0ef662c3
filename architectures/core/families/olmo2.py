"""OLMo 2 (OLMo Team, 2024): norms behind the branches, queries and keys normalised over all heads together."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import POST, attention, decoder, feed_forward, rms_norm
from architectures.core.families.llamas import POST_NORMS, QK_NORM, llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope


def read(config: Config) -> Document:
    eps, bias = config.number("rms_norm_eps", 1e-5), config.flag("attention_bias", False)
    return decoder(
        config,
        norm=rms_norm(eps),
        attn=attention(
            config,
            rope=read_rope(config),
            qkv_bias=bias,
            out_bias=bias,
            qk_norm={"over": "full", "eps": eps},
        ),
        ffn=feed_forward(config, activation=config.choice("hidden_act", ACTIVATIONS, "silu")),
        edges=POST,
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    return {**shared_keys(parts), "attention_bias": attn.qkv_bias}


FAMILY = Family(
    slug="olmo2",
    title="OLMo 2",
    model_types=("olmo2",),
    architecture="Olmo2ForCausalLM",
    sources=("OLMo Team, 2024",),
    read=read,
    write=write,
    rules=lambda _: llama_rules(POST_NORMS, QK_NORM),
)
