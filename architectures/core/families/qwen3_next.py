"""Qwen3-Next (Qwen Team, 2025): three layers of a gated delta rule, then one of gated attention; experts in all."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import Node, attention, decoder, feed_forward, listed, rms_norm
from architectures.core.families.experts import (
    activation_of,
    every_step,
    experts_of,
    moe,
    some_sparse,
    steps_written,
)
from architectures.core.families.llamas import PRE_NORMS, QK_NORM, L, llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.qwen2_moe import qwen_experts
from architectures.core.families.rope import read_rope
from architectures.core.families.weights import WHOLE, PerGroup, Rule

FULL, LINEAR = "full_attention", "linear_attention"
NAMES = {FULL: "attention", LINEAR: "delta"}
ROTATED = 0.25  # of each head, where a configuration says nothing
DEFAULTS: dict[str, Any] = {"num_attention_heads": 16, "num_key_value_heads": 2, "head_dim": 256}


def delta_net(config: Config) -> Node:
    return {
        "type": "GatedDeltaNet",
        "n_k_heads": config.integer("linear_num_key_heads", 16, least=1),
        "n_v_heads": config.integer("linear_num_value_heads", 32),
        "k_dim": config.integer("linear_key_head_dim", 128),
        "v_dim": config.integer("linear_value_head_dim", 128),
        "conv_kernel": config.integer("linear_conv_kernel_dim", 4),
        "eps": config.number("rms_norm_eps", 1e-6),
    }


def gated_attention(config: Config) -> Node:
    eps, bias = config.number("rms_norm_eps", 1e-6), config.flag("attention_bias", False)
    return attention(
        config,
        rope=read_rope(config, partial=ROTATED),
        out_gate=True,
        qkv_bias=bias,
        out_bias=bias,
        qk_norm={"over": "head", "eps": eps, "weight_offset": 1},
    )


def experts(config: Config, activation: str) -> Node:
    return moe(
        config,
        config.integer("num_experts", 512),
        config.integer("moe_intermediate_size", 512),
        top_k=config.integer("num_experts_per_tok", 10),
        norm_topk=config.flag("norm_topk_prob", True),
        activation=activation,
        d_shared=config.integer("shared_expert_intermediate_size", 512),
        shared_gate=True,
    )


def layer_types(config: Config) -> list[str]:
    period = config.integer("full_attention_interval", 4, least=1)
    default = [LINEAR if (i + 1) % period else FULL for i in range(config.n_layers)]
    return config.words("layer_types", config.n_layers, (FULL, LINEAR), default)


def read(config: Config) -> Document:
    config = Config({**DEFAULTS, **{key: value for key, value in config.values.items() if value is not None}})
    activation = config.choice("hidden_act", ACTIVATIONS, "silu")
    dense = feed_forward(config, d_ff=config.integer("intermediate_size", 5632), activation=activation)
    ffn, patterns = some_sparse(every_step(config), dense, experts(config, activation))
    names = [NAMES[kind] for kind in layer_types(config)]
    mixers = {"attention": gated_attention(config), "delta": delta_net(config)}
    mixed = listed(names, {"attention": {"attn": mixers["attention"]}}) if len(set(names)) > 1 else []
    return decoder(
        config,
        norm=rms_norm(config.number("rms_norm_eps", 1e-6), weight_offset=1),
        attn=mixers["delta" if "delta" in names else "attention"],
        ffn=ffn,
        patterns=[*mixed, *patterns],
        context_length=config.integer("max_position_embeddings", 32_768),
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.of_type("attn", "Attention")[0]
    delta: Any = parts.of_type("attn", "GatedDeltaNet")[0]
    kinds = [FULL if type(layer["attn"]).__name__ == "Attention" else LINEAR for layer in parts.layers]
    moes = experts_of(parts)
    keys = shared_keys(parts)
    keys["rope_parameters"].setdefault("partial_rotary_factor", attn.rope.fraction)
    return {
        **keys,
        **steps_written(parts),
        "layer_types": kinds,
        "attention_bias": attn.qkv_bias,
        "linear_num_key_heads": delta.n_k_heads,
        "linear_num_value_heads": delta.n_v_heads,
        "linear_key_head_dim": delta.k_dim,
        "linear_value_head_dim": delta.v_dim,
        "linear_conv_kernel_dim": delta.conv_kernel,
        "num_experts": moes.n_experts,
        "num_experts_per_tok": moes.top_k,
        "moe_intermediate_size": moes.d_expert,
        "shared_expert_intermediate_size": moes.d_shared,
        "norm_topk_prob": moes.norm_topk,
        "hidden_act": activation_of(parts),
        "router_aux_loss_coef": moes.aux_loss_coef,
    }


def rules(config: Config) -> list[Rule]:
    """Query and gate lie together head by head; of the delta rule [q, k, v, z] and [b, a], group by group."""
    n_heads = config.integer("num_attention_heads", 16)
    n_groups = config.integer("linear_num_key_heads", 16)
    attn, linear = "layers.{i}.attn.", L + "linear_attn."
    alone = {"A_log": "A_log", "dt_bias": "dt_bias", "norm_weight": "norm.weight"}
    return [
        PerGroup(attn + "<q,gate>", L + "self_attn.q_proj", n_groups=n_heads),
        PerGroup(attn + "<q,k,v,z>", linear + "in_proj_qkvz", n_groups=n_groups),
        PerGroup(attn + "<b,a>", linear + "in_proj_ba", n_groups=n_groups),
        *(Rule(attn + ours, linear + theirs, WHOLE) for ours, theirs in alone.items()),
        Rule(attn + "conv", linear + "conv1d"),
        Rule(attn + "out_proj", linear + "out_proj"),
        *llama_rules(PRE_NORMS, QK_NORM),
        *qwen_experts(),
    ]


FAMILY = Family(
    slug="qwen3_next",
    title="Qwen3-Next",
    model_types=("qwen3_next",),
    architecture="Qwen3NextForCausalLM",
    sources=("Qwen Team, 2025",),
    read=read,
    write=write,
    rules=rules,
)
