"""OLMo 3 (OLMo Team, 2025): OLMo 2 with three local layers to a global one; the global ones alone stretch RoPE."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import POST, attention, decoder, feed_forward, rms_norm
from architectures.core.families.llamas import POST_NORMS, QK_NORM, llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope, write_rope
from architectures.core.families.windows import (
    FULL,
    SLIDING,
    attn_where,
    every,
    kinds_pattern,
    layer_types,
    written_types,
)


def read(config: Config) -> Document:
    eps, bias = config.number("rms_norm_eps", 1e-5), config.flag("attention_bias", False)
    rope, local_rope = _ropes(config)
    local: dict[str, Any] = {"window": config.integer("sliding_window", 4096)}
    if local_rope != rope:
        local["rope"] = local_rope
    return decoder(
        config,
        norm=rms_norm(eps),
        attn=attention(config, rope=rope, qkv_bias=bias, out_bias=bias, qk_norm={"over": "full", "eps": eps}),
        ffn=feed_forward(config, activation=config.choice("hidden_act", ACTIVATIONS, "silu")),
        edges=POST,
        patterns=kinds_pattern(layer_types(config, every(config, 4)), local),
    )


def _ropes(config: Config) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the RoPE of global and of local layers: told apart, or one whose scaling the global layers alone have."""
    whole = read_rope(config, FULL)
    if "rope_parameters" in config and SLIDING in config.part("rope_parameters"):
        return whole, read_rope(config, SLIDING)
    return whole, {key: value for key, value in whole.items() if key not in ("scaling", "max_positions")}


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    types, window = written_types(parts)
    whole, local = attn_where(parts, sliding=False), attn_where(parts, sliding=True)
    parameters = {FULL: write_rope((whole or local).rope), SLIDING: write_rope((local or whole).rope)}
    return {
        **shared_keys(parts),
        "rope_parameters": parameters,
        "attention_bias": attn.qkv_bias,
        "sliding_window": window or 4096,
        "layer_types": types,
    }


FAMILY = Family(
    slug="olmo3",
    title="OLMo 3",
    model_types=("olmo3",),
    architecture="Olmo3ForCausalLM",
    sources=("OLMo Team, 2025",),
    read=read,
    write=write,
    rules=lambda _: llama_rules(POST_NORMS, QK_NORM),
)
