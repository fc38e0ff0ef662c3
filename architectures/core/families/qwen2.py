"""Qwen2 (Yang et al., 2024): Llama with biases on query, key and value; later layers may look back a window."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import attention, decoder, feed_forward, rms_norm
from architectures.core.families.llamas import PRE_NORMS, llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope
from architectures.core.families.windows import FULL, SLIDING, kinds_pattern, layer_types, written_types


def window_of(config: Config) -> tuple[list[str], int | None]:
    """Return the kind of every layer and the window, in the way of Qwen: off unless switched on, then from a layer on."""
    n, first = config.n_layers, config.integer("max_window_layers", 28)
    if not config.flag("use_sliding_window", False):
        return [FULL] * n, None
    default = [SLIDING if i >= first else FULL for i in range(n)]
    return layer_types(config, default), config.integer("sliding_window", 4096)


def write_window(parts: Parts) -> dict[str, Any]:
    types, window = written_types(parts)
    first = types.index(SLIDING) if SLIDING in types else len(types)
    return {
        "layer_types": types,
        "use_sliding_window": window is not None,
        "sliding_window": window,
        "max_window_layers": first,
    }


def read(config: Config) -> Document:
    types, window = window_of(config)
    return decoder(
        config,
        norm=rms_norm(config.number("rms_norm_eps", 1e-6)),
        attn=attention(config, rope=read_rope(config), qkv_bias=True),
        ffn=feed_forward(config, activation=config.choice("hidden_act", ACTIVATIONS, "silu")),
        patterns=kinds_pattern(types, {"window": window}),
    )


def write(parts: Parts) -> dict[str, Any]:
    return {**shared_keys(parts), **write_window(parts)}


FAMILY = Family(
    slug="qwen2",
    title="Qwen2",
    model_types=("qwen2",),
    architecture="Qwen2ForCausalLM",
    sources=("Yang et al., 2024",),
    read=read,
    write=write,
    rules=lambda _: llama_rules(PRE_NORMS),
)
