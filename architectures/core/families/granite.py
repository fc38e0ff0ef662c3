"""Granite 3 (IBM, 2024): Llama with multipliers on embeddings, scores, branches and logits."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import attention, decoder, feed_forward, rms_norm
from architectures.core.families.llamas import PRE_NORMS, llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope


def multipliers(config: Config) -> dict[str, Any]:
    """Return the embedding, Add and head of a Granite."""
    return {
        "embedding": {"scale": config.number("embedding_multiplier", 1.0)},
        "add": {"branch_scale": config.number("residual_multiplier", 1.0)},
        "head": {"logit_scale": 1.0 / config.positive("logits_scaling", 1.0)},
    }


def granite_attention(config: Config) -> dict[str, Any]:
    """Return the attention of a Granite, whose scale is written out."""
    bias = config.flag("attention_bias", False)
    scale = config.number("attention_multiplier", 1.0)
    return attention(config, rope=read_rope(config), qkv_bias=bias, out_bias=bias, scale=scale)


def read(config: Config) -> Document:
    return decoder(
        config,
        norm=rms_norm(config.number("rms_norm_eps", 1e-6)),
        attn=granite_attention(config),
        ffn=feed_forward(
            config,
            activation=config.choice("hidden_act", ACTIVATIONS, "silu"),
            bias=config.flag("mlp_bias", False),
        ),
        **multipliers(config),
    )


def granite_keys(parts: Parts) -> dict[str, Any]:
    """The keys that all Granites have."""
    attn: Any = parts.layer["attn"]
    add: Any = parts.layer["add1"]
    tok: Any = parts.top["tok"]
    head: Any = parts.top["head"]
    return {
        **shared_keys(parts),
        "attention_bias": attn.qkv_bias,
        "attention_multiplier": attn.scale or attn.size(parts.d_model) ** -0.5,
        "embedding_multiplier": tok.scale,
        "residual_multiplier": add.branch_scale,
        "logits_scaling": inverse(head.logit_scale),
    }


def inverse(scale: float) -> float:
    """Return the number that divides as the scale multiplies, without the last bit's noise where there is one."""
    number = 1.0 / scale
    near = round(number, 6)
    return near if 1.0 / near == scale else number


def write(parts: Parts) -> dict[str, Any]:
    ffn: Any = parts.layer["ffn"]
    return {**granite_keys(parts), "mlp_bias": ffn.bias}


FAMILY = Family(
    slug="granite",
    title="Granite",
    model_types=("granite",),
    architecture="GraniteForCausalLM",
    sources=("IBM, 2024",),
    read=read,
    write=write,
    rules=lambda _: llama_rules(PRE_NORMS),
)
