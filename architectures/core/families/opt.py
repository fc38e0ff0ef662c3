"""OPT (Zhang et al., 2022): GPT with ReLU; its table of positions begins with two rows that no token uses."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family, unlike
from architectures.core.families.config import ACTIVATIONS, PUBLISHED_ACTIVATIONS, Config
from architectures.core.families.documents import attention, decoder, feed_forward, layer_norm
from architectures.core.families.parts import Parts
from architectures.core.families.weights import Rule

D = "model.decoder."
EPS = 1e-5  # not told by the configuration
OFFSET = 2


def read(config: Config) -> Document:
    config.only("do_layer_norm_before", True)
    config.only("_remove_final_layer_norm", False)
    config.only("layer_norm_elementwise_affine", True)
    config.only("word_embed_proj_dim", config.integer("hidden_size"))
    bias = config.flag("enable_bias", True)
    n_positions = config.integer("max_position_embeddings", 2048)
    pos = {"type": "LearnedPositionalEmbedding", "max_positions": n_positions, "offset": OFFSET}
    return decoder(
        config,
        norm=layer_norm(EPS),
        attn=attention(config, qkv_bias=bias, out_bias=bias),
        ffn=feed_forward(
            config,
            d_ff=config.integer("ffn_dim"),
            gated=False,
            activation=config.choice("activation_function", ACTIVATIONS, "relu"),
            bias=bias,
        ),
        before={"pos": pos},
        tied=config.flag("tie_word_embeddings", True),
        context_length=n_positions,
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    ffn: Any = parts.layer["ffn"]
    pos: Any = parts.top["pos"]
    if pos.offset != OFFSET:
        raise unlike("offset")
    return {
        "vocab_size": parts.vocab_size,
        "hidden_size": parts.d_model,
        "word_embed_proj_dim": parts.d_model,
        "num_hidden_layers": len(parts.layers),
        "num_attention_heads": attn.n_heads,
        "max_position_embeddings": pos.max_positions,
        "ffn_dim": ffn.d_ff,
        "activation_function": PUBLISHED_ACTIVATIONS[ffn.activation],
        "enable_bias": attn.qkv_bias,
        "do_layer_norm_before": True,
        "tie_word_embeddings": parts.tied,
    }


TABLE = {
    "attn.q": "self_attn.q_proj",
    "attn.k": "self_attn.k_proj",
    "attn.v": "self_attn.v_proj",
    "attn.o": "self_attn.out_proj",
    "ffn.up": "fc1",
    "ffn.down": "fc2",
    "norm1": "self_attn_layer_norm",
    "norm2": "final_layer_norm",
}
RULES = [
    Rule("tok", D + "embed_tokens"),
    Rule("pos", D + "embed_positions"),
    Rule("norm", D + "final_layer_norm"),
    Rule("head", "lm_head"),
    *(Rule("layers.{i}." + ours, D + "layers.{i}." + theirs) for ours, theirs in TABLE.items()),
]

FAMILY = Family(
    slug="opt",
    title="OPT",
    model_types=("opt",),
    architecture="OPTForCausalLM",
    sources=("Zhang et al., 2022",),
    read=read,
    write=write,
    rules=lambda _: RULES,
)
