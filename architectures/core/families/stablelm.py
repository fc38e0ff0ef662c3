"""StableLM 2 (Bellagente et al., 2024): layer norms, a quarter of each head turned, norms of single heads."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import (
    PARALLEL,
    PRE,
    attention,
    decoder,
    feed_forward,
    layer_norm,
    pairs_of,
)
from architectures.core.families.llamas import PRE_NORMS, L, llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope
from architectures.core.families.weights import Rule, Stacked

PARTIAL = 0.25  # of each head, where the configuration does not say


def read(config: Config) -> Document:
    eps = config.number("layer_norm_eps", 1e-5)
    qk_norm = (
        {"over": "per_head", "kind": "layer", "eps": eps} if config.flag("qk_layernorm", False) else None
    )
    return decoder(
        config,
        norm=layer_norm(eps),
        attn=attention(
            config,
            rope=read_rope(config, partial=PARTIAL),
            qkv_bias=config.flag("use_qkv_bias", False),
            qk_norm=qk_norm,
        ),
        ffn=feed_forward(config, activation=config.choice("hidden_act", ACTIVATIONS, "silu")),
        edges=PARALLEL if config.flag("use_parallel_residual", False) else PRE,
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    keys = shared_keys(parts, eps="layer_norm_eps")
    keys["rope_parameters"]["partial_rotary_factor"] = attn.rope.fraction
    del keys["head_dim"]
    return {
        **keys,
        "partial_rotary_factor": attn.rope.fraction,
        "use_qkv_bias": attn.qkv_bias,
        "qk_layernorm": attn.qk_norm is not None,
        "use_parallel_residual": parts.edges == pairs_of(PARALLEL),
    }


def rules(config: Config) -> list[Rule]:
    norms = [
        Stacked(f"layers.{{i}}.attn.{n}_norm.weight", f"{L}self_attn.{n}_layernorm.norms.{{e}}.weight")
        for n in "qk"
    ]
    return [*llama_rules(PRE_NORMS), *norms]


FAMILY = Family(
    slug="stablelm",
    title="StableLM",
    model_types=("stablelm",),
    architecture="StableLmForCausalLM",
    sources=("Bellagente et al., 2024",),
    read=read,
    write=write,
    rules=rules,
)
