"""Nemotron-4 (Parmar et al., 2024): squared ReLU, and layer norms that multiply by 1 + weight."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import attention, decoder, feed_forward, layer_norm
from architectures.core.families.llamas import ATTENTION, PRE_NORMS, ends, in_layers, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope

TABLE = {**ATTENTION, **PRE_NORMS, "ffn.up": "mlp.up_proj", "ffn.down": "mlp.down_proj"}
PARTIAL = 0.5  # of each head, where the configuration does not say


def read(config: Config) -> Document:
    bias = config.flag("attention_bias", False)
    return decoder(
        config,
        norm=layer_norm(config.number("norm_eps", 1e-5), weight_offset=1),
        attn=attention(config, rope=read_rope(config, partial=PARTIAL), qkv_bias=bias, out_bias=bias),
        ffn=feed_forward(
            config,
            gated=False,
            activation=config.choice("hidden_act", ACTIVATIONS, "relu2"),
            bias=config.flag("mlp_bias", False),
        ),
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    ffn: Any = parts.layer["ffn"]
    keys = shared_keys(parts, eps="norm_eps")
    keys["rope_parameters"]["partial_rotary_factor"] = attn.rope.fraction
    return {
        **keys,
        "partial_rotary_factor": attn.rope.fraction,
        "attention_bias": attn.qkv_bias,
        "mlp_bias": ffn.bias,
    }


FAMILY = Family(
    slug="nemotron",
    title="Nemotron",
    model_types=("nemotron",),
    architecture="NemotronForCausalLM",
    sources=("Parmar et al., 2024",),
    read=read,
    write=write,
    rules=lambda _: [*ends(), *in_layers(TABLE)],
)
