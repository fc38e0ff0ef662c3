"""Llama 1 to 3 (Touvron et al., 2023; Grattafiori et al., 2024), SmolLM2 and the many models of that form."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import attention, decoder, feed_forward, rms_norm
from architectures.core.families.llamas import PRE_NORMS, llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope


def read(config: Config) -> Document:
    bias = config.flag("attention_bias", False)
    activation = config.choice("hidden_act", ACTIVATIONS, "silu")
    return decoder(
        config,
        norm=rms_norm(config.number("rms_norm_eps", 1e-6)),
        attn=attention(config, rope=read_rope(config), qkv_bias=bias, out_bias=bias),
        ffn=feed_forward(config, activation=activation, bias=config.flag("mlp_bias", False)),
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    ffn: Any = parts.layer["ffn"]
    return {**shared_keys(parts), "attention_bias": attn.qkv_bias, "mlp_bias": ffn.bias}


FAMILY = Family(
    slug="llama",
    title="Llama",
    model_types=("llama",),
    architecture="LlamaForCausalLM",
    sources=("Touvron et al., 2023", "Grattafiori et al., 2024"),
    read=read,
    write=write,
    rules=lambda _: llama_rules(PRE_NORMS),
)
