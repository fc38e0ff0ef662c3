"""Qwen2-MoE (Qwen Team, 2024): small experts, and a shared one that each token weighs."""

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
    shared_expert,
    single_experts,
    some_sparse,
    steps_written,
)
from architectures.core.families.llamas import PRE_NORMS, L, llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope
from architectures.core.families.weights import Rule
from architectures.core.families.windows import FULL, SLIDING, kinds_pattern, layer_types, written_types


def window_of(config: Config) -> tuple[list[str], int | None]:
    """Return the kind of every layer and the window: off unless switched on, then every other layer up to one."""
    n, first_full = config.n_layers, config.integer("max_window_layers", 28)
    if not config.flag("use_sliding_window", False):
        return [FULL] * n, None
    default = [SLIDING if i % 2 == 0 and i < first_full else FULL for i in range(n)]
    return layer_types(config, default), config.integer("sliding_window", 4096)


def read(config: Config) -> Document:
    types, window = window_of(config)
    activation = config.choice("hidden_act", ACTIVATIONS, "silu")
    experts = moe(
        config,
        config.integer("num_experts", 60),
        config.integer("moe_intermediate_size", 1408),
        top_k=config.integer("num_experts_per_tok", 4),
        norm_topk=config.flag("norm_topk_prob", False),
        activation=activation,
        d_shared=config.integer("shared_expert_intermediate_size", 5632),
        shared_gate=True,
    )
    dense = feed_forward(config, d_ff=config.integer("intermediate_size", 5632), activation=activation)
    ffn, patterns = some_sparse(every_step(config), dense, experts)
    return decoder(
        config,
        norm=rms_norm(config.number("rms_norm_eps", 1e-6)),
        attn=attention(config, rope=read_rope(config), qkv_bias=config.flag("qkv_bias", True)),
        ffn=ffn,
        patterns=[*kinds_pattern(types, {"window": window}), *patterns],
        context_length=config.integer("max_position_embeddings", 32_768),
    )


def write(parts: Parts) -> dict[str, Any]:
    types, window = written_types(parts)
    attn: Any = parts.layer["attn"]
    experts = experts_of(parts)
    return {
        **shared_keys(parts),
        **steps_written(parts),
        "layer_types": types,
        "use_sliding_window": window is not None,
        "sliding_window": window,
        "qkv_bias": attn.qkv_bias,
        "num_experts": experts.n_experts,
        "num_experts_per_tok": experts.top_k,
        "moe_intermediate_size": experts.d_expert,
        "shared_expert_intermediate_size": experts.d_shared,
        "norm_topk_prob": experts.norm_topk,
        "hidden_act": activation_of(parts),
        "router_aux_loss_coef": experts.aux_loss_coef,
    }


def qwen_experts() -> list[Rule]:
    """Rules for the experts, the shared one, and what each token gives it."""
    gate = Rule("layers.{i}.ffn.shared_gate", L + "mlp.shared_expert_gate")
    return [*single_experts("mlp"), *shared_expert("mlp", "shared_expert"), gate]


FAMILY = Family(
    slug="qwen2_moe",
    title="Qwen2-MoE",
    model_types=("qwen2_moe",),
    architecture="Qwen2MoeForCausalLM",
    sources=("Qwen Team, 2024",),
    read=read,
    write=write,
    rules=lambda _: [*llama_rules(PRE_NORMS), *qwen_experts()],
)
