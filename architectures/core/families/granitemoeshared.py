"""Granite 3 and 4 with experts (IBM, 2024): Granite's multipliers, and a shared expert."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import decoder, rms_norm
from architectures.core.families.experts import activation_of, experts_of, moe
from architectures.core.families.granite import granite_attention, granite_keys, multipliers
from architectures.core.families.llamas import ATTENTION, PRE_NORMS, L, ends, in_layers
from architectures.core.families.parts import Parts
from architectures.core.families.weights import Fused, Rule

MOE = {"ffn.router": "block_sparse_moe.router.layer", "ffn.shared.down": "shared_mlp.output_linear"}


def read(config: Config) -> Document:
    return decoder(
        config,
        norm=rms_norm(config.number("rms_norm_eps", 1e-6)),
        attn=granite_attention(config),
        ffn=moe(
            config,
            config.integer("num_local_experts", 8),
            config.integer("intermediate_size"),
            top_k=config.integer("num_experts_per_tok", 2),
            softmax_over="topk",
            activation=config.choice("hidden_act", ACTIVATIONS, "silu"),
            d_shared=config.integer("shared_intermediate_size", 0),
        ),
        **multipliers(config),
    )


def write(parts: Parts) -> dict[str, Any]:
    experts = experts_of(parts)
    return {
        **granite_keys(parts),
        "num_local_experts": experts.n_experts,
        "num_experts_per_tok": experts.top_k,
        "intermediate_size": experts.d_expert,
        "shared_intermediate_size": experts.d_shared,
        "hidden_act": activation_of(parts),
        "router_aux_loss_coef": experts.aux_loss_coef,
    }


def rules(config: Config) -> list[Rule]:
    """Gate and up of each expert, and of the shared one, are one matrix."""
    weight = (".weight",)
    return [
        *ends(),
        *in_layers(ATTENTION | PRE_NORMS | MOE),
        Fused("layers.{i}.ffn.<w_gate,w_up>", L + "block_sparse_moe.input_linear.weight", ("",), axis=1),
        Rule("layers.{i}.ffn.w_down", L + "block_sparse_moe.output_linear.weight", ("",)),
        Fused("layers.{i}.ffn.shared.<gate,up>", L + "shared_mlp.input_linear", weight),
    ]


FAMILY = Family(
    slug="granitemoeshared",
    title="Granite MoE",
    model_types=("granitemoeshared",),
    architecture="GraniteMoeSharedForCausalLM",
    sources=("IBM, 2024",),
    read=read,
    write=write,
    rules=rules,
)
