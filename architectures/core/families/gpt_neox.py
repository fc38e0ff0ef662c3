"""GPT-NeoX (Black et al., 2022) and Pythia (Biderman et al., 2023): both branches side by side, a quarter of RoPE."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import (
    PARALLEL_TWO,
    PRE,
    attention,
    decoder,
    feed_forward,
    layer_norm,
    pairs_of,
)
from architectures.core.families.llamas import shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope
from architectures.core.families.weights import PerGroup, Rule

PARTIAL = 0.25  # of each head, where the configuration does not say
P = "gpt_neox.layers.{i}."


def read(config: Config) -> Document:
    bias = config.flag("attention_bias", True)
    old = {
        "rope_theta": config.values.get("rotary_emb_base"),
        "partial_rotary_factor": config.values.get("rotary_pct"),
    }
    values = {**{key: value for key, value in old.items() if value is not None}, **config.values}
    return decoder(
        config,
        norm=layer_norm(config.number("layer_norm_eps", 1e-5)),
        attn=attention(config, rope=read_rope(Config(values), partial=PARTIAL), qkv_bias=bias, out_bias=bias),
        ffn=feed_forward(
            config, gated=False, activation=config.choice("hidden_act", ACTIVATIONS, "gelu"), bias=True
        ),
        edges=PARALLEL_TWO if config.flag("use_parallel_residual", True) else PRE,
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    keys = shared_keys(parts, eps="layer_norm_eps")
    keys["rope_parameters"]["partial_rotary_factor"] = attn.rope.fraction
    for name in ("num_key_value_heads", "head_dim"):
        del keys[name]
    return {
        **keys,
        "partial_rotary_factor": attn.rope.fraction,
        "attention_bias": attn.qkv_bias,
        "use_parallel_residual": parts.edges == pairs_of(PARALLEL_TWO),
    }


def rules(config: Config) -> list[Rule]:
    n_heads = config.integer("num_attention_heads")
    return [
        Rule("tok", "gpt_neox.embed_in"),
        Rule("norm", "gpt_neox.final_layer_norm"),
        Rule("head", "embed_out"),
        Rule("layers.{i}.norm1", P + "input_layernorm"),
        Rule("layers.{i}.norm2", P + "post_attention_layernorm"),
        PerGroup("layers.{i}.attn.<q,k,v>", P + "attention.query_key_value", n_groups=n_heads),
        Rule("layers.{i}.attn.o", P + "attention.dense"),
        Rule("layers.{i}.ffn.up", P + "mlp.dense_h_to_4h"),
        Rule("layers.{i}.ffn.down", P + "mlp.dense_4h_to_h"),
    ]


FAMILY = Family(
    slug="gpt_neox",
    title="GPT-NeoX",
    model_types=("gpt_neox",),
    architecture="GPTNeoXForCausalLM",
    sources=("Black et al., 2022", "Biderman et al., 2023 (Pythia)"),
    read=read,
    write=write,
    rules=rules,
    head="embed_out.weight",
)
