"""Phi-3 and Phi-4-mini (Abdin et al., 2024): Llama with fused projections; the long ones have a factor for each wave."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import attention, decoder, feed_forward, rms_norm
from architectures.core.families.llamas import PRE_NORMS, ends, fused_rules, in_layers, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope

TABLE = {"attn.o": "self_attn.o_proj", "ffn.down": "mlp.down_proj", **PRE_NORMS}


def read(config: Config) -> Document:
    config.only("attention_bias", False)
    return decoder(
        config,
        norm=rms_norm(config.number("rms_norm_eps", 1e-5)),
        attn=attention(
            config, rope=read_rope(config, partial=1.0), window=config.integer("sliding_window", None)
        ),
        ffn=feed_forward(config, activation=config.choice("hidden_act", ACTIVATIONS, "silu")),
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    keys = {**shared_keys(parts), "sliding_window": attn.window}
    scaling = attn.rope.scaling if attn.rope else None
    if scaling is not None and hasattr(scaling, "original_max_positions"):
        keys["original_max_position_embeddings"] = scaling.original_max_positions
    return keys


FAMILY = Family(
    slug="phi3",
    title="Phi-3",
    model_types=("phi3",),
    architecture="Phi3ForCausalLM",
    sources=("Abdin et al., 2024", "Ding et al., 2024 (LongRoPE)"),
    read=read,
    write=write,
    rules=lambda _: [*ends(), *fused_rules(), *in_layers(TABLE)],
)
