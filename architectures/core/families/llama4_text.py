"""Llama 4 (Meta, 2025), its language model: chunks, layers without positions, and weighted inputs of experts."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import Node, attention, decoder, feed_forward, listed, rms_norm
from architectures.core.families.errors import FamilyError
from architectures.core.families.experts import (
    activation_of,
    experts_of,
    is_sparse,
    moe,
    shared_expert,
    some_sparse,
)
from architectures.core.families.llamas import ATTENTION, PRE_NORMS, L, ends, in_layers, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope
from architectures.core.families.weights import ExpertsTransposed, Rule

THETA = 500_000.0
CHUNKED, FULL = "chunked_attention", "full_attention"
DENSE = {f"ffn.{part}": f"feed_forward.{part}_proj" for part in ("gate", "up", "down")}
NULLABLE = ("attention_chunk_size",)
DEFAULTS: dict[str, Any] = {
    "num_attention_heads": 40,
    "num_key_value_heads": 8,
    "head_dim": 128,
    "intermediate_size": 8192,
}


def no_positions(config: Config) -> list[bool]:
    """Return which layers see no positions: every n-th, or those with a 0 in a list."""
    n, period = config.n_layers, config.integer("no_rope_layer_interval", 4, least=1)
    given = config.integers("no_rope_layers", []) or [int((i + 1) % period != 0) for i in range(n)]
    if len(given) != n:
        raise FamilyError(
            "config_key_type", key="no_rope_layers", expected=f"a list of {n}", value=str(len(given))
        )
    return [not turned for turned in given]


def sparse_layers(config: Config) -> list[bool]:
    n, step = config.n_layers, config.integer("interleave_moe_layer_step", 1, least=1)
    chosen = config.integers("moe_layers", list(range(step - 1, n, step)))
    return [i in chosen for i in range(n)]


def positions(config: Config, attn: Node) -> list[dict[str, Any]]:
    """Return the patterns of what layers see: positions in chunks, or neither, unless told otherwise."""
    without = no_positions(config)
    unlimited = config.values.get("attention_chunk_size", 8192) is None  # null says that there are no chunks
    chunk = None if unlimited else config.integer("attention_chunk_size", 8192)
    default = [FULL if nope or unlimited else CHUNKED for nope in without]
    kinds = config.words("layer_types", len(without), (CHUNKED, FULL), default)
    plain: Node = {key: None for key in ("rope", "qk_norm") if key in attn}
    changes: dict[tuple[bool, str], Node] = {
        (True, FULL): plain,
        (True, CHUNKED): {**plain, "chunk": chunk},
        (False, CHUNKED): {"chunk": chunk},
    }
    labels = {
        (True, FULL): "nope",
        (True, CHUNKED): "nope_chunked",
        (False, CHUNKED): "chunked",
        (False, FULL): "full",
    }
    each = list(zip(without, kinds, strict=True))
    variants = {labels[key]: {"attn": change} for key, change in changes.items()}
    return [] if set(each) == {(False, FULL)} else listed([labels[key] for key in each], variants)


def read(config: Config) -> Document:
    config = Config(
        {**DEFAULTS, **{k: v for k, v in config.values.items() if v is not None or k in NULLABLE}}
    )
    config.only("attn_temperature_tuning", False, True)
    config.only("router_jitter_noise", 0.0)
    eps, bias = config.number("rms_norm_eps", 1e-5), config.flag("attention_bias", False)
    activation, d_expert = (
        config.choice("hidden_act", ACTIVATIONS, "silu"),
        config.integer("intermediate_size"),
    )
    norm = {"over": "head", "eps": eps, "weight": False, "when": "post_rope"}
    attn = attention(
        config,
        rope=read_rope(config, layout="interleaved", theta=THETA),
        qkv_bias=bias,
        out_bias=bias,
        qk_norm=norm if config.flag("use_qk_norm", True) else None,
    )
    experts = moe(
        config,
        config.integer("num_local_experts", 16),
        d_expert,
        top_k=config.integer("num_experts_per_tok", 1),
        score="sigmoid",
        softmax_over="topk",
        apply_weight="input",
        activation=activation,
        d_shared=d_expert,
    )
    dense = feed_forward(config, d_ff=config.integer("intermediate_size_mlp", 16_384), activation=activation)
    ffn, patterns = some_sparse(sparse_layers(config), dense, experts)
    return decoder(
        config,
        norm=rms_norm(eps),
        attn=attn,
        ffn=ffn,
        patterns=[*positions(config, attn), *patterns],
        context_length=config.integer("max_position_embeddings", 131_072),
    )


def write(parts: Parts) -> dict[str, Any]:
    attns: list[Any] = parts.of_type("attn", "Attention")
    turned = next(attn for attn in attns if attn.rope is not None) if any(a.rope for a in attns) else attns[0]
    experts, dense = experts_of(parts), parts.of_type("ffn", "FeedForward")
    return {
        **shared_keys(parts, rope=turned.rope),
        "attention_bias": turned.qkv_bias,
        "use_qk_norm": turned.qk_norm is not None,
        "attn_temperature_tuning": False,
        "no_rope_layers": [int(attn.rope is not None) for attn in attns],
        "layer_types": [FULL if attn.chunk is None else CHUNKED for attn in attns],
        "attention_chunk_size": next((attn.chunk for attn in attns if attn.chunk), 8192),
        "moe_layers": [i for i, sparse in enumerate(is_sparse(parts)) if sparse],
        "num_local_experts": experts.n_experts,
        "num_experts_per_tok": experts.top_k,
        "intermediate_size": experts.d_expert,
        "intermediate_size_mlp": dense[0].d_ff if dense else 2 * experts.d_expert,
        "hidden_act": activation_of(parts),
        "router_aux_loss_coef": experts.aux_loss_coef,
    }


def rules(config: Config) -> list[Rule]:
    """Every expert is stored [in, out], gate and up side by side."""
    ours, theirs = "layers.{i}.ffn.", L + "feed_forward."
    return [
        *ends(),
        *in_layers(ATTENTION | PRE_NORMS | DENSE | {"ffn.router": "feed_forward.router"}),
        ExpertsTransposed(ours + "<w_gate,w_up>", theirs + "experts.gate_up_proj"),
        ExpertsTransposed(ours + "<w_down>", theirs + "experts.down_proj"),
        *shared_expert("feed_forward", "shared_expert"),
    ]


FAMILY = Family(
    slug="llama4_text",
    title="Llama 4",
    model_types=("llama4_text",),
    architecture="Llama4ForCausalLM",
    sources=("Meta, 2025",),
    read=read,
    write=write,
    rules=rules,
)
