"""DeepSeek-V3 (DeepSeek-AI, 2024): experts scored by sigmoid, and kept busy by a bias that only selects."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.deepseek_v2 import (
    deepseek_keys,
    deepseek_rules,
    fine_experts,
    latent_attention,
)
from architectures.core.families.documents import Node, decoder, feed_forward, rms_norm
from architectures.core.families.experts import from_layer, some_sparse
from architectures.core.families.parts import Parts

#: What differs from DeepSeek-V2 where a configuration says nothing.
DEFAULTS: dict[str, Any] = {
    "n_routed_experts": 256,
    "n_shared_experts": 1,
    "moe_intermediate_size": 2048,
}


def balanced_experts(config: Config, *, groups: tuple[int, int], top_k: int, scale: float) -> Node:
    """Return a MoE scored by sigmoid, with a selection bias, where a group counts its best two; GLM-4.5 has it too."""
    config.only("scoring_func", "sigmoid")
    config.only("topk_method", "noaux_tc")
    return fine_experts(
        config,
        top_k=config.integer("num_experts_per_tok", top_k),
        routed_scale=config.number("routed_scaling_factor", scale),
        norm_topk=config.flag("norm_topk_prob", True),
        n_groups=config.integer("n_group", groups[0]),
        topk_groups=config.integer("topk_group", groups[1]),
        group_score="top2sum",
        score="sigmoid",
        selection_bias=True,
    )


def read(config: Config) -> Document:
    config = Config(
        {**DEFAULTS, **{k: v for k, v in config.values.items() if v is not None or k == "q_lora_rank"}}
    )
    config.only("moe_layer_freq", 1)
    layout = "interleaved" if config.flag("rope_interleave", True) else "half"
    experts = balanced_experts(config, groups=(8, 4), top_k=8, scale=2.5)
    dense = feed_forward(config, activation=config.choice("hidden_act", ACTIVATIONS, "silu"))
    ffn, patterns = some_sparse(from_layer(config, "first_k_dense_replace", 3), dense, experts)
    norm = rms_norm(config.number("rms_norm_eps", 1e-6))
    attn = latent_attention(config, layout)
    length = config.integer("max_position_embeddings", 4096)
    return decoder(config, norm=norm, attn=attn, ffn=ffn, patterns=patterns, context_length=length)


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    interleaved = attn.rope is not None and attn.rope.layout == "interleaved"
    return {
        **deepseek_keys(parts),
        "rope_interleave": interleaved,
        "scoring_func": "sigmoid",
        "topk_method": "noaux_tc",
    }


FAMILY = Family(
    slug="deepseek_v3",
    title="DeepSeek-V3",
    model_types=("deepseek_v3",),
    architecture="DeepseekV3ForCausalLM",
    sources=("DeepSeek-AI, 2024",),
    read=read,
    write=write,
    rules=lambda _: deepseek_rules(),
)
