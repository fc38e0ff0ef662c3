"""DeepSeek-V2 (DeepSeek-AI, 2024): latent attention, and small experts that form groups."""

from __future__ import annotations

import math
from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import Node, decoder, feed_forward, rms_norm
from architectures.core.families.experts import (
    activation_of,
    experts_of,
    first_written,
    from_layer,
    moe,
    shared_expert,
    single_experts,
    some_sparse,
)
from architectures.core.families.llamas import GATED, PRE_NORMS, L, ends, in_layers
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope, write_rope
from architectures.core.families.weights import Rule

#: Each of these has a name of its own: which experts are chosen, from all or from the best groups.
METHODS = {"greedy": False, "group_limited_greedy": True}
LATENT = {
    "attn.q": "self_attn.q_proj",
    "attn.q_a": "self_attn.q_a_proj",
    "attn.q_a_norm": "self_attn.q_a_layernorm",
    "attn.q_b": "self_attn.q_b_proj",
    "attn.kv_a": "self_attn.kv_a_proj_with_mqa",
    "attn.kv_a_norm": "self_attn.kv_a_layernorm",
    "attn.kv_b": "self_attn.kv_b_proj",
    "attn.o": "self_attn.o_proj",
}


def latent_attention(config: Config, layout: str = "interleaved") -> Node:
    """Return an MLA. Its norms keep an eps of 1e-6, whatever the others have, and YaRN's second factor scales scores."""
    rope = read_rope(config, layout=layout)
    nope, turned = config.integer("qk_nope_head_dim", 128), config.integer("qk_rope_head_dim", 64)
    rank = config.values.get("q_lora_rank", 1536)
    node = {
        "type": "MLA",
        "n_heads": config.integer("num_attention_heads"),
        "kv_lora_rank": config.integer("kv_lora_rank", 512),
        "qk_nope_dim": nope,
        "qk_rope_dim": turned,
        "v_dim": config.integer("v_head_dim", 128),
        "rope": rope,
    }
    if rank is not None:  # null says that there is none
        node["q_lora_rank"] = config.integer("q_lora_rank", 1536)
    if config.flag("attention_bias", False):
        node["bias"] = True
    factor = score_factor(rope)
    return node if factor == 1.0 else {**node, "scale": (nope + turned) ** -0.5 * factor}


def score_factor(rope: dict[str, Any]) -> float:
    """Return what YaRN with `mscale_all_dim` multiplies scores by."""
    scaling = rope.get("scaling") or {}
    everywhere, factor = scaling.get("mscale_all_dim"), scaling.get("factor", 1.0)
    if not everywhere or factor <= 1.0:
        return 1.0
    root = 0.1 * everywhere * math.log(factor) + 1.0
    return float(root * root)  # a power would raise where this is infinite, which the design's check names


def fine_experts(config: Config, **options: Any) -> Node:
    """Return a MoE of many small experts, of which some are shared, as all DeepSeeks have them."""
    width = config.integer("moe_intermediate_size", 1407)
    return moe(
        config,
        config.integer("n_routed_experts", 64),
        width,
        aux="aux_loss_alpha",
        d_shared=width * config.integer("n_shared_experts", 2),
        activation=config.choice("hidden_act", ACTIVATIONS, "silu"),
        **options,
    )


def read(config: Config) -> Document:
    config.only("scoring_func", "softmax")
    config.only("moe_layer_freq", 1)
    config.only("mlp_bias", False)
    grouped = config.choice("topk_method", METHODS, "greedy")
    groups = (
        {"n_groups": config.integer("n_group"), "topk_groups": config.integer("topk_group")}
        if grouped
        else {}
    )
    experts = fine_experts(
        config,
        top_k=config.integer("num_experts_per_tok"),
        routed_scale=config.number("routed_scaling_factor", 1.0),
        **groups,
    )
    dense = feed_forward(config, activation=config.choice("hidden_act", ACTIVATIONS, "silu"))
    ffn, patterns = some_sparse(from_layer(config, "first_k_dense_replace", 0), dense, experts)
    norm, attn = rms_norm(config.number("rms_norm_eps", 1e-6)), latent_attention(config)
    return decoder(config, norm=norm, attn=attn, ffn=ffn, patterns=patterns)


def deepseek_keys(parts: Parts) -> dict[str, Any]:
    """Return the keys that all DeepSeeks have, from a model's parts."""
    attn: Any = parts.layer["attn"]
    norm: Any = parts.top["norm"]
    experts = experts_of(parts)
    dense = parts.of_type("ffn", "FeedForward")
    return {
        "vocab_size": parts.vocab_size,
        "hidden_size": parts.d_model,
        "intermediate_size": dense[0].d_ff if dense else experts.d_expert,
        "num_hidden_layers": len(parts.layers),
        "num_attention_heads": attn.n_heads,
        "num_key_value_heads": attn.n_heads,
        "kv_lora_rank": attn.kv_lora_rank,
        "q_lora_rank": attn.q_lora_rank,
        "qk_nope_head_dim": attn.qk_nope_dim,
        "qk_rope_head_dim": attn.qk_rope_dim,
        "v_head_dim": attn.v_dim,
        "attention_bias": attn.bias,
        "max_position_embeddings": parts.context_length,
        "rope_parameters": write_rope(attn.rope),
        "rms_norm_eps": norm.eps,
        "hidden_act": activation_of(parts),
        "tie_word_embeddings": parts.tied,
        **expert_keys(parts),
    }


def expert_keys(parts: Parts) -> dict[str, Any]:
    experts = experts_of(parts)
    return {
        "first_k_dense_replace": first_written(parts),
        "n_routed_experts": experts.n_experts,
        "num_experts_per_tok": experts.top_k,
        "moe_intermediate_size": experts.d_expert,
        "n_shared_experts": experts.d_shared // experts.d_expert,
        "routed_scaling_factor": experts.routed_scale,
        "aux_loss_alpha": experts.aux_loss_coef,
        "n_group": experts.n_groups,
        "topk_group": experts.topk_groups,
        "norm_topk_prob": experts.norm_topk,
    }


def write(parts: Parts) -> dict[str, Any]:
    grouped = experts_of(parts).n_groups > 1
    return {**deepseek_keys(parts), "topk_method": "group_limited_greedy" if grouped else "greedy"}


def deepseek_rules() -> list[Rule]:
    bias = Rule("layers.{i}.ffn.select_bias", L + "mlp.gate.e_score_correction_bias", ("",))
    tables = in_layers(LATENT | GATED | PRE_NORMS)
    return [*ends(), *tables, *single_experts("mlp"), bias, *shared_expert("mlp", "shared_experts")]


FAMILY = Family(
    slug="deepseek_v2",
    title="DeepSeek-V2",
    model_types=("deepseek_v2",),
    architecture="DeepseekV2ForCausalLM",
    sources=("DeepSeek-AI, 2024",),
    read=read,
    write=write,
    rules=lambda _: deepseek_rules(),
)
