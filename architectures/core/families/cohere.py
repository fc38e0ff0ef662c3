"""Command R (Cohere, 2024): attention and feed-forward side by side, scaled logits, neighbouring channels turned."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import PARALLEL, attention, decoder, feed_forward, layer_norm
from architectures.core.families.llamas import QK_NORM, llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope

LOGIT_SCALE = 0.0625  # where the configuration does not say
NORMS = {"norm1": "input_layernorm"}


def read(config: Config) -> Document:
    eps, bias = config.number("layer_norm_eps", 1e-5), config.flag("attention_bias", False)
    qk_norm = {"over": "per_head", "kind": "layer", "eps": eps} if config.flag("use_qk_norm", False) else None
    return decoder(
        config,
        norm=layer_norm(eps, bias=False),
        attn=attention(
            config,
            rope=read_rope(config, layout="interleaved"),
            qkv_bias=bias,
            out_bias=bias,
            qk_norm=qk_norm,
        ),
        ffn=feed_forward(config, activation=config.choice("hidden_act", ACTIVATIONS, "silu")),
        edges=PARALLEL,
        head={"logit_scale": config.number("logit_scale", LOGIT_SCALE)},
        tied=config.flag("tie_word_embeddings", True),
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    head: Any = parts.top["head"]
    return {
        **shared_keys(parts, eps="layer_norm_eps"),
        "attention_bias": attn.qkv_bias,
        "use_qk_norm": attn.qk_norm is not None,
        "logit_scale": head.logit_scale,
    }


FAMILY = Family(
    slug="cohere",
    title="Command R",
    model_types=("cohere",),
    architecture="CohereForCausalLM",
    sources=("Cohere, 2024",),
    read=read,
    write=write,
    rules=lambda _: llama_rules(NORMS, QK_NORM),
)
