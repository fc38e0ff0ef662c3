"""LFM2 (Liquid AI, 2025): short convolutions, and attention in some layers."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import Config
from architectures.core.families.documents import attention, decoder, feed_forward, listed, rms_norm
from architectures.core.families.llamas import L, ends, in_layers
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope, write_rope
from architectures.core.families.weights import Rule

THETA = 1_000_000.0
FULL, CONV = "full_attention", "conv"
NAMES = {FULL: "attention", CONV: "conv"}
MODULES = {
    "attn.q": "self_attn.q_proj",
    "attn.k": "self_attn.k_proj",
    "attn.v": "self_attn.v_proj",
    "attn.o": "self_attn.out_proj",
    "attn.q_norm": "self_attn.q_layernorm",
    "attn.k_norm": "self_attn.k_layernorm",
    "attn.in_proj": "conv.in_proj",
    "attn.conv": "conv.conv",
    "attn.out_proj": "conv.out_proj",
    "ffn.gate": "feed_forward.w1",
    "ffn.up": "feed_forward.w3",
    "ffn.down": "feed_forward.w2",
    "norm1": "operator_norm",
    "norm2": "ffn_norm",
}


def width(config: Config) -> int:
    """Return the width of the feed-forward networks, which may be told as that of an ungated one of the same size."""
    given: int = config.integer("block_ff_dim", config.integer("intermediate_size", 12_288))
    if not config.flag("block_auto_adjust_ff_dim", True):
        return given
    adjusted = int(config.number("block_ffn_dim_multiplier", 1.0) * int(2 * given / 3))
    multiple: int = config.integer("block_multiple_of", 256, least=1)
    return -(-adjusted // multiple) * multiple


def layer_types(config: Config) -> list[str]:
    n = config.n_layers
    full = config.integers("full_attn_idxs", list(range(n)))
    default = [FULL if i in full else CONV for i in range(n)]
    return config.words("layer_types", n, (FULL, CONV), default)


def read(config: Config) -> Document:
    eps = config.number("norm_eps", 1e-5)
    values = {"num_key_value_heads": 8} | {k: v for k, v in config.values.items() if k != "head_dim"}
    attn = attention(
        Config(values), rope=read_rope(config, theta=THETA), qk_norm={"over": "head", "eps": eps}
    )
    conv = {"type": "ShortConv", "conv_kernel": config.integer("conv_L_cache", 3)}
    if config.flag("conv_bias", False):
        conv["bias"] = True
    names = [NAMES[kind] for kind in layer_types(config)]
    mixed = len(set(names)) > 1
    return decoder(
        config,
        norm=rms_norm(eps),
        attn=conv if "conv" in names else attn,
        ffn=feed_forward(config, d_ff=width(config)),
        patterns=listed(names, {"attention": {"attn": attn}}) if mixed else (),
        tied=config.flag("tie_embedding", config.flag("tie_word_embeddings", True)),
        context_length=config.integer("max_position_embeddings", 128_000),
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.of_type("attn", "Attention")[0]
    conv: Any = parts.of_type("attn", "ShortConv")[0]
    norm: Any = parts.top["norm"]
    ffn: Any = parts.layer["ffn"]
    kinds = [FULL if type(layer["attn"]).__name__ == "Attention" else CONV for layer in parts.layers]
    return {
        "vocab_size": parts.vocab_size,
        "hidden_size": parts.d_model,
        "num_hidden_layers": len(parts.layers),
        "layer_types": kinds,
        "num_attention_heads": attn.n_heads,
        "num_key_value_heads": attn.kv_heads(),
        "intermediate_size": ffn.d_ff,
        "block_auto_adjust_ff_dim": False,
        "conv_L_cache": conv.conv_kernel,
        "conv_bias": conv.bias,
        "norm_eps": norm.eps,
        "max_position_embeddings": parts.context_length,
        "rope_parameters": write_rope(attn.rope),
        "tie_word_embeddings": parts.tied,
    }


def rules(config: Config) -> list[Rule]:
    return [*ends(norm="model.embedding_norm"), *in_layers(MODULES, L)]


FAMILY = Family(
    slug="lfm2",
    title="LFM2",
    model_types=("lfm2",),
    architecture="Lfm2ForCausalLM",
    sources=("Liquid AI, 2025",),
    read=read,
    write=write,
    rules=rules,
)
