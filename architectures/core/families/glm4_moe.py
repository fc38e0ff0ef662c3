"""GLM-4.5 (Team GLM, 2025): grouped attention, and the experts of DeepSeek-V3."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.deepseek_v2 import expert_keys
from architectures.core.families.deepseek_v3 import balanced_experts
from architectures.core.families.documents import attention, decoder, feed_forward, rms_norm
from architectures.core.families.experts import (
    activation_of,
    from_layer,
    shared_expert,
    single_experts,
    some_sparse,
)
from architectures.core.families.llamas import PRE_NORMS, QK_NORM, L, llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope
from architectures.core.families.weights import Rule

ROTATED = 0.5  # of each head, where a configuration says nothing
DEFAULTS: dict[str, Any] = {
    "n_routed_experts": 128,
    "n_shared_experts": 1,
    "moe_intermediate_size": 1408,
    "num_key_value_heads": 8,
}


def read(config: Config) -> Document:
    config = Config({**DEFAULTS, **{key: value for key, value in config.values.items() if value is not None}})
    eps = config.number("rms_norm_eps", 1e-5)
    experts = balanced_experts(config, groups=(1, 1), top_k=8, scale=1.0)
    dense = feed_forward(config, activation=config.choice("hidden_act", ACTIVATIONS, "silu"))
    ffn, patterns = some_sparse(from_layer(config, "first_k_dense_replace", 1), dense, experts)
    attn = attention(
        config,
        rope=read_rope(config, partial=ROTATED),
        qkv_bias=config.flag("attention_bias", False),
        qk_norm={"over": "head", "eps": eps} if config.flag("use_qk_norm", False) else None,
    )
    length = config.integer("max_position_embeddings", 131_072)
    return decoder(config, norm=rms_norm(eps), attn=attn, ffn=ffn, patterns=patterns, context_length=length)


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    keys = {**shared_keys(parts), **expert_keys(parts)}
    keys["rope_parameters"].setdefault("partial_rotary_factor", attn.rope.fraction)
    return {
        **keys,
        "hidden_act": activation_of(parts),
        "attention_bias": attn.qkv_bias,
        "use_qk_norm": attn.qk_norm is not None,
    }


def rules(config: Config) -> list[Rule]:
    bias = Rule("layers.{i}.ffn.select_bias", L + "mlp.gate.e_score_correction_bias", ("",))
    experts = [*single_experts("mlp"), bias, *shared_expert("mlp", "shared_experts")]
    return [*llama_rules(PRE_NORMS, QK_NORM), *experts]


FAMILY = Family(
    slug="glm4_moe",
    title="GLM-4.5",
    model_types=("glm4_moe",),
    architecture="Glm4MoeForCausalLM",
    sources=("Team GLM, 2025",),
    read=read,
    write=write,
    rules=rules,
)
