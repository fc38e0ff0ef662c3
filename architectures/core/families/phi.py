"""Phi-1.5 and Phi-2 (Li et al., 2023): attention and feed-forward read one norm side by side, partial RoPE."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import PARALLEL, attention, decoder, feed_forward, layer_norm
from architectures.core.families.llamas import ends, in_layers, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope

TABLE = {
    "attn.q": "self_attn.q_proj",
    "attn.k": "self_attn.k_proj",
    "attn.v": "self_attn.v_proj",
    "attn.o": "self_attn.dense",
    "ffn.up": "mlp.fc1",
    "ffn.down": "mlp.fc2",
    "norm1": "input_layernorm",
}
PARTIAL = 0.5  # of each head, where the configuration does not say


def read(config: Config) -> Document:
    config.only("qk_layernorm", False)
    return decoder(
        config,
        norm=layer_norm(config.number("layer_norm_eps", 1e-5)),
        attn=attention(config, rope=read_rope(config, partial=PARTIAL), qkv_bias=True, out_bias=True),
        ffn=feed_forward(
            config,
            gated=False,
            activation=config.choice("hidden_act", ACTIVATIONS, "gelu_new"),
            bias=True,
        ),
        edges=PARALLEL,
        head={"bias": True},
    )


def write(parts: Parts) -> dict[str, Any]:
    keys = shared_keys(parts, eps="layer_norm_eps")
    attn: Any = parts.layer["attn"]
    keys["rope_parameters"]["partial_rotary_factor"] = attn.rope.fraction
    del keys["head_dim"]
    return {**keys, "partial_rotary_factor": attn.rope.fraction, "qk_layernorm": False}


FAMILY = Family(
    slug="phi",
    title="Phi",
    model_types=("phi",),
    architecture="PhiForCausalLM",
    sources=("Li et al., 2023",),
    read=read,
    write=write,
    rules=lambda _: [*ends(norm="model.final_layernorm"), *in_layers(TABLE)],
)
