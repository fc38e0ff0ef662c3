"""OLMo (Groeneveld et al., 2024): layer norms without any parameters, and clipped queries, keys and values."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import attention, decoder, feed_forward, layer_norm
from architectures.core.families.llamas import llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope

EPS = 1e-5  # not told by the configuration


def read(config: Config) -> Document:
    bias = config.flag("attention_bias", False)
    return decoder(
        config,
        norm=layer_norm(EPS, bias=False, weight=False),
        attn=attention(
            config,
            rope=read_rope(config),
            qkv_bias=bias,
            out_bias=bias,
            clip_qkv=config.number("clip_qkv", None),
        ),
        ffn=feed_forward(config, activation=config.choice("hidden_act", ACTIVATIONS, "silu")),
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    keys = shared_keys(parts)
    del keys["rms_norm_eps"]
    return {**keys, "attention_bias": attn.qkv_bias, "clip_qkv": attn.clip_qkv}


FAMILY = Family(
    slug="olmo",
    title="OLMo",
    model_types=("olmo",),
    architecture="OlmoForCausalLM",
    sources=("Groeneveld et al., 2024",),
    read=read,
    write=write,
    rules=lambda _: llama_rules({}),
)
