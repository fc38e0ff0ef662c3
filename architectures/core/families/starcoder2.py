"""StarCoder2 (Lozhkov et al., 2024): a GPT with RoPE, grouped heads and a sliding window."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import attention, decoder, feed_forward, layer_norm
from architectures.core.families.llamas import ATTENTION, PRE_NORMS, ends, in_layers, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope

TABLE = {**ATTENTION, **PRE_NORMS, "ffn.up": "mlp.c_fc", "ffn.down": "mlp.c_proj"}


def read(config: Config) -> Document:
    bias = config.flag("use_bias", True)
    return decoder(
        config,
        norm=layer_norm(config.number("norm_epsilon", 1e-5)),
        attn=attention(
            config,
            rope=read_rope(config),
            qkv_bias=bias,
            out_bias=bias,
            window=config.integer("sliding_window", None),
        ),
        ffn=feed_forward(
            config,
            gated=False,
            activation=config.choice("hidden_act", ACTIVATIONS, "gelu_pytorch_tanh"),
            bias=bias,
        ),
        tied=config.flag("tie_word_embeddings", True),
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    keys = shared_keys(parts, eps="norm_epsilon")
    del keys["head_dim"]
    return {**keys, "use_bias": attn.qkv_bias, "sliding_window": attn.window}


FAMILY = Family(
    slug="starcoder2",
    title="StarCoder2",
    model_types=("starcoder2",),
    architecture="Starcoder2ForCausalLM",
    sources=("Lozhkov et al., 2024",),
    read=read,
    write=write,
    rules=lambda _: [*ends(), *in_layers(TABLE)],
)
