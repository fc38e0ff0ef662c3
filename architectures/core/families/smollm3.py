"""SmolLM3 (Hugging Face, 2025): every fourth layer has no positions at all."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import attention, decoder, feed_forward, listed, rms_norm
from architectures.core.families.llamas import PRE_NORMS, llama_rules, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope


def read(config: Config) -> Document:
    config.only("use_sliding_window", False)
    n, bias = config.n_layers, config.flag("attention_bias", False)
    period = max(config.integer("no_rope_layer_interval", 4), 1)
    default = [int((i + 1) % period != 0) for i in range(n)]
    turned = config.integers("no_rope_layers", default)  # 1 where RoPE is on, whatever the name says
    names = ["base" if i < len(turned) and turned[i] else "nope" for i in range(n)]
    return decoder(
        config,
        norm=rms_norm(config.number("rms_norm_eps", 1e-6)),
        attn=attention(config, rope=read_rope(config, theta=2_000_000.0), qkv_bias=bias, out_bias=bias),
        ffn=feed_forward(
            config,
            activation=config.choice("hidden_act", ACTIVATIONS, "silu"),
            bias=config.flag("mlp_bias", False),
        ),
        patterns=listed(names, {"nope": {"attn": {"rope": None}}}),
        tied=config.flag("tie_word_embeddings", True),
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    ffn: Any = parts.layer["ffn"]
    ropes: list[Any] = [getattr(layer["attn"], "rope", None) for layer in parts.layers]
    turned = next(filter(None, ropes), None)
    return {
        **shared_keys(parts, rope=turned),
        "no_rope_layers": [int(rope is not None) for rope in ropes],
        "use_sliding_window": False,
        "attention_bias": attn.qkv_bias,
        "mlp_bias": ffn.bias,
    }


FAMILY = Family(
    slug="smollm3",
    title="SmolLM3",
    model_types=("smollm3",),
    architecture="SmolLM3ForCausalLM",
    sources=("Hugging Face, 2025", "Kazemnejad et al., 2023 (NoPE)"),
    read=read,
    write=write,
    rules=lambda _: llama_rules(PRE_NORMS),
)
