"""BLOOM (BigScience, 2022): no positions but ALiBi's, which makes far tokens count less; a norm on the embeddings."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import Config
from architectures.core.families.documents import attention, decoder, feed_forward, layer_norm
from architectures.core.families.gpt2 import usual
from architectures.core.families.parts import Parts
from architectures.core.families.weights import PerGroup, Rule

H = "transformer.h.{i}."
CONTEXT = 2048  # trained on; ALiBi itself knows no limit


def read(config: Config) -> Document:
    config = usual(config)
    config.only("apply_residual_connection_post_layernorm", False)
    norm = layer_norm(config.number("layer_norm_epsilon", 1e-5))
    return decoder(
        config,
        norm=norm,
        attn=attention(config, qkv_bias=True, out_bias=True, position_bias={"type": "alibi"}),
        ffn=feed_forward(
            config, d_ff=4 * config.integer("hidden_size"), gated=False, activation="gelu_tanh", bias=True
        ),
        before={"norm0": dict(norm)},
        tied=config.flag("tie_word_embeddings", True),
        context_length=config.integer("seq_length", CONTEXT),
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    norm: Any = parts.top["norm"]
    return {
        "vocab_size": parts.vocab_size,
        "hidden_size": parts.d_model,
        "n_layer": len(parts.layers),
        "n_head": attn.n_heads,
        "layer_norm_epsilon": norm.eps,
        "seq_length": parts.context_length,
        "tie_word_embeddings": parts.tied,
    }


def rules(config: Config) -> list[Rule]:
    table = {
        "norm1": "input_layernorm",
        "norm2": "post_attention_layernorm",
        "attn.o": "self_attention.dense",
        "ffn.up": "mlp.dense_h_to_4h",
        "ffn.down": "mlp.dense_4h_to_h",
    }
    n_heads = usual(config).integer("num_attention_heads")
    return [
        Rule("tok", "transformer.word_embeddings"),
        Rule("norm0", "transformer.word_embeddings_layernorm"),
        Rule("norm", "transformer.ln_f"),
        Rule("head", "lm_head"),
        PerGroup("layers.{i}.attn.<q,k,v>", H + "self_attention.query_key_value", n_groups=n_heads),
        *(Rule("layers.{i}." + ours, H + theirs) for ours, theirs in table.items()),
    ]


FAMILY = Family(
    slug="bloom",
    title="BLOOM",
    model_types=("bloom",),
    architecture="BloomForCausalLM",
    sources=("BigScience, 2022", "Press et al., 2022 (ALiBi)"),
    read=read,
    write=write,
    rules=rules,
)
