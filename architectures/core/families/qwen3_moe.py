"""Qwen3-MoE (Yang et al., 2025): Qwen3 with experts in all or in every n-th layer."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import attention, decoder, feed_forward, rms_norm
from architectures.core.families.experts import (
    activation_of,
    every_step,
    experts_of,
    moe,
    single_experts,
    some_sparse,
    steps_written,
)
from architectures.core.families.llamas import PRE_NORMS, QK_NORM, llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope


def window(config: Config) -> int | None:
    """Return the window of all layers, which is off unless switched on."""
    on = config.flag("use_sliding_window", False)
    return config.integer("sliding_window", 4096) if on else None


def read(config: Config) -> Document:
    eps, bias = config.number("rms_norm_eps", 1e-6), config.flag("attention_bias", False)
    activation = config.choice("hidden_act", ACTIVATIONS, "silu")
    sparse = every_step(config)
    experts = moe(
        config,
        config.integer("num_experts", config.integer("num_local_experts", 128)),
        config.integer("moe_intermediate_size", 768),
        top_k=config.integer("num_experts_per_tok", 8),
        norm_topk=config.flag("norm_topk_prob", False),
        activation=activation,
    )
    d_ff = config.integer("intermediate_size", 6144)
    ffn, patterns = some_sparse(sparse, feed_forward(config, d_ff=d_ff, activation=activation), experts)
    return decoder(
        config,
        norm=rms_norm(eps),
        attn=attention(
            Config({**config.values, "num_key_value_heads": config.integer("num_key_value_heads", 4)}),
            rope=read_rope(config),
            window=window(config),
            qkv_bias=bias,
            out_bias=bias,
            qk_norm={"over": "head", "eps": eps},
        ),
        ffn=ffn,
        patterns=patterns,
        context_length=config.integer("max_position_embeddings", 32_768),
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    experts = experts_of(parts)
    return {
        **shared_keys(parts),
        **steps_written(parts),
        "attention_bias": attn.qkv_bias,
        "use_sliding_window": attn.window is not None,
        "sliding_window": attn.window,
        "num_experts": experts.n_experts,
        "num_experts_per_tok": experts.top_k,
        "moe_intermediate_size": experts.d_expert,
        "norm_topk_prob": experts.norm_topk,
        "hidden_act": activation_of(parts),
        "router_aux_loss_coef": experts.aux_loss_coef,
    }


FAMILY = Family(
    slug="qwen3_moe",
    title="Qwen3-MoE",
    model_types=("qwen3_moe",),
    architecture="Qwen3MoeForCausalLM",
    sources=("Yang et al., 2025",),
    read=read,
    write=write,
    rules=lambda _: [*llama_rules(PRE_NORMS, QK_NORM), *single_experts("mlp")],
)
