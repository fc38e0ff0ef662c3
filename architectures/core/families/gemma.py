"""Gemma (Gemma Team, 2024): norms multiply by 1 + weight, embeddings by the root of their width."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family, unlike
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import attention, decoder, feed_forward, rms_norm
from architectures.core.families.llamas import PRE_NORMS, llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope


def scaled_embedding(config: Config) -> dict[str, Any]:
    return {"scale": float(config.integer("hidden_size")) ** 0.5}


def gemma_activation(config: Config) -> str:
    """Gemma's own key, else the usual one; both have meant the tanh form from the beginning."""
    key = "hidden_activation" if "hidden_activation" in config else "hidden_act"
    found = config.choice(key, ACTIVATIONS, "gelu_pytorch_tanh")
    return "gelu_tanh" if key == "hidden_act" and found == "gelu" else found


def read(config: Config) -> Document:
    bias = config.flag("attention_bias", False)
    values = {**config.values, "head_dim": config.integer("head_dim", 256)}
    return decoder(
        config,
        norm=rms_norm(config.number("rms_norm_eps", 1e-6), weight_offset=1),
        attn=attention(Config(values), rope=read_rope(config), qkv_bias=bias, out_bias=bias),
        ffn=feed_forward(config, activation=gemma_activation(config)),
        embedding=scaled_embedding(config),
        tied=config.flag("tie_word_embeddings", True),
    )


def gemma_keys(parts: Parts, rope: Any = None) -> dict[str, Any]:
    """The keys that all Gemmas have."""
    keys = shared_keys(parts, rope=rope)
    norm: Any = parts.top["norm"]
    if norm.weight_offset != 1:
        raise unlike("weight_offset")
    attn: Any = parts.layer["attn"]
    return {**keys, "hidden_activation": keys.pop("hidden_act"), "attention_bias": attn.qkv_bias}


FAMILY = Family(
    slug="gemma",
    title="Gemma",
    model_types=("gemma",),
    architecture="GemmaForCausalLM",
    sources=("Gemma Team, 2024",),
    read=read,
    write=gemma_keys,
    rules=lambda _: llama_rules(PRE_NORMS),
)
