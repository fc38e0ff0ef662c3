"""GPT-2 (Radford et al., 2019). Its projections are stored [in, out]."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family, unlike
from architectures.core.families.config import ACTIVATIONS, PUBLISHED_ACTIVATIONS, Config
from architectures.core.families.documents import attention, decoder, feed_forward, layer_norm
from architectures.core.families.parts import Parts
from architectures.core.families.weights import Fused, Rule, Transposed

#: GPT-2's own names of the usual keys.
KEYS = {
    "hidden_size": "n_embd",
    "num_hidden_layers": "n_layer",
    "num_attention_heads": "n_head",
    "max_position_embeddings": "n_positions",
}
H = "transformer.h.{i}."


def usual(config: Config) -> Config:
    """Return the configuration with the usual names of the keys."""
    known = {usual: config.values[own] for usual, own in KEYS.items() if own in config}
    return Config({**config.values, **known})


def read(config: Config) -> Document:
    config = usual(config)
    config.only("scale_attn_weights", True)
    config.only("scale_attn_by_inverse_layer_idx", False)
    d_model, n_positions = config.integer("hidden_size"), config.integer("max_position_embeddings", 1024)
    return decoder(
        config,
        norm=layer_norm(config.number("layer_norm_epsilon", 1e-5)),
        attn=attention(config, qkv_bias=True, out_bias=True),
        ffn=feed_forward(
            config,
            d_ff=config.integer("n_inner", 4 * d_model),
            gated=False,
            activation=config.choice("activation_function", ACTIVATIONS, "gelu_new"),
            bias=True,
        ),
        before={"pos": {"type": "LearnedPositionalEmbedding", "max_positions": n_positions}},
        tied=config.flag("tie_word_embeddings", True),
        context_length=n_positions,
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    ffn: Any = parts.layer["ffn"]
    norm: Any = parts.top["norm"]
    pos: Any = parts.top["pos"]
    if parts.vocab_size < 1:
        raise unlike("vocab_size")
    names = PUBLISHED_ACTIVATIONS | {"gelu_tanh": "gelu_new"}
    return {
        "vocab_size": parts.vocab_size,
        "n_embd": parts.d_model,
        "n_layer": len(parts.layers),
        "n_head": attn.n_heads,
        "n_positions": pos.max_positions,
        "n_inner": ffn.d_ff,
        "activation_function": names[ffn.activation],
        "layer_norm_epsilon": norm.eps,
        "tie_word_embeddings": parts.tied,
    }


def rules(config: Config) -> list[Rule]:
    return [
        Rule("tok", "transformer.wte"),
        Rule("pos", "transformer.wpe"),
        Rule("norm", "transformer.ln_f"),
        Rule("head", "lm_head"),
        Rule("layers.{i}.norm1", H + "ln_1"),
        Rule("layers.{i}.norm2", H + "ln_2"),
        Fused("layers.{i}.attn.<q,k,v>", H + "attn.c_attn", transposed=True),
        Transposed("layers.{i}.attn.o", H + "attn.c_proj"),
        Transposed("layers.{i}.ffn.up", H + "mlp.c_fc"),
        Transposed("layers.{i}.ffn.down", H + "mlp.c_proj"),
    ]


FAMILY = Family(
    slug="gpt2",
    title="GPT-2",
    model_types=("gpt2",),
    architecture="GPT2LMHeadModel",
    sources=("Radford et al., 2019",),
    read=read,
    write=write,
    rules=rules,
)
