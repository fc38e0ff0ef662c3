"""Mixtral (Jiang et al., 2024): Mistral with eight experts, of which each token uses two."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import attention, decoder, rms_norm
from architectures.core.families.experts import activation_of, experts_of, moe, single_experts
from architectures.core.families.llamas import PRE_NORMS, llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope
from architectures.core.families.weights import Rule

THETA = 1_000_000.0


def read(config: Config) -> Document:
    config.only("router_jitter_noise", 0.0)
    values = Config({**config.values, "num_key_value_heads": config.integer("num_key_value_heads", 8)})
    return decoder(
        config,
        norm=rms_norm(config.number("rms_norm_eps", 1e-5)),
        attn=attention(
            values, rope=read_rope(config, theta=THETA), window=config.integer("sliding_window", None)
        ),
        ffn=moe(
            config,
            config.integer("num_local_experts", 8),
            config.integer("intermediate_size"),
            top_k=config.integer("num_experts_per_tok", 2),
            activation=config.choice("hidden_act", ACTIVATIONS, "silu"),
            norm_topk=True,
        ),
        context_length=config.integer("max_position_embeddings", 131_072),
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    experts = experts_of(parts)
    return {
        **shared_keys(parts),
        "sliding_window": attn.window,
        "num_local_experts": experts.n_experts,
        "num_experts_per_tok": experts.top_k,
        "intermediate_size": experts.d_expert,
        "hidden_act": activation_of(parts),
        "router_aux_loss_coef": experts.aux_loss_coef,
    }


def rules(config: Config) -> list[Rule]:
    """The experts were published as w1 (gate), w3 (up) and w2 (down)."""
    published = single_experts("block_sparse_moe", ("w1", "w3", "w2"))
    return [*llama_rules(PRE_NORMS), *published, *single_experts("mlp")]


FAMILY = Family(
    slug="mixtral",
    title="Mixtral",
    model_types=("mixtral",),
    architecture="MixtralForCausalLM",
    sources=("Jiang et al., 2024",),
    read=read,
    write=write,
    rules=rules,
)
