"""What Llama and its many descendants share: the names of their tensors, and the usual keys of their configurations."""

from __future__ import annotations

from typing import Any

from architectures.core.families.config import PUBLISHED_ACTIVATIONS
from architectures.core.families.parts import Parts
from architectures.core.families.rope import write_rope
from architectures.core.families.weights import Fused, Rule

L = "model.layers.{i}."


def ends(tok: str = "model.embed_tokens", norm: str = "model.norm", head: str = "lm_head") -> list[Rule]:
    """Embedding, last norm and head; a tied head is not stored."""
    return [Rule("tok", tok), Rule("norm", norm), Rule("head", head)]


def in_layers(table: dict[str, str], prefix: str = L) -> list[Rule]:
    """Rules for modules of each layer: our role and module against theirs."""
    return [Rule("layers.{i}." + ours, prefix + theirs) for ours, theirs in table.items()]


ATTENTION = {
    "attn.q": "self_attn.q_proj",
    "attn.k": "self_attn.k_proj",
    "attn.v": "self_attn.v_proj",
    "attn.o": "self_attn.o_proj",
}
QK_NORM = {"attn.q_norm": "self_attn.q_norm", "attn.k_norm": "self_attn.k_norm"}
GATED = {"ffn.gate": "mlp.gate_proj", "ffn.up": "mlp.up_proj", "ffn.down": "mlp.down_proj"}
PRE_NORMS = {"norm1": "input_layernorm", "norm2": "post_attention_layernorm"}
POST_NORMS = {"post1": "post_attention_layernorm", "post2": "post_feedforward_layernorm"}
SANDWICH_NORMS = {
    "norm1": "input_layernorm",
    "post1": "post_attention_layernorm",
    "norm2": "pre_feedforward_layernorm",
    "post2": "post_feedforward_layernorm",
}


def llama_rules(*tables: dict[str, str]) -> list[Rule]:
    """The rules of a model with Llama's names; further tables add modules or replace some."""
    joined: dict[str, str] = {}
    for table in tables or (PRE_NORMS,):
        joined |= table
    return [*ends(), *in_layers(ATTENTION | GATED | joined)]


def fused_rules() -> list[Rule]:
    """Query, key and value in one matrix, gate and up in another: Phi-3 and GLM."""
    return [
        Fused("layers.{i}.attn.<q,k,v>", L + "self_attn.qkv_proj"),
        Fused("layers.{i}.ffn.<gate,up>", L + "mlp.gate_up_proj"),
    ]


def shared_keys(parts: Parts, *, rope: Any = None, eps: str = "rms_norm_eps") -> dict[str, Any]:
    """Return the keys of a configuration that nearly every family has, from a model's parts."""
    attn: Any = parts.of_type("attn", "Attention")[0]
    norm: Any = parts.top["norm"]
    ffns: list[Any] = parts.of_type("ffn", "FeedForward")
    keys: dict[str, Any] = {
        "vocab_size": parts.vocab_size,
        "hidden_size": parts.d_model,
        "num_hidden_layers": len(parts.layers),
        "num_attention_heads": attn.n_heads,
        "num_key_value_heads": attn.kv_heads(),
        "head_dim": attn.size(parts.d_model),
        "max_position_embeddings": parts.context_length,
        eps: norm.eps,
        "tie_word_embeddings": parts.tied,
        "rope_parameters": write_rope(rope or attn.rope),
    }
    if ffns:
        keys["intermediate_size"] = ffns[0].d_ff
        keys["hidden_act"] = PUBLISHED_ACTIVATIONS[ffns[0].activation]
    return keys
