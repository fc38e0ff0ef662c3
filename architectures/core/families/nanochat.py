"""nanochat (Karpathy, 2025): norms without weights, also on embeddings and after RoPE, squared ReLU, capped logits."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import attention, decoder, feed_forward, rms_norm
from architectures.core.families.gemma2 import has
from architectures.core.families.llamas import ATTENTION, ends, in_layers, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope

TABLE = {**ATTENTION, "ffn.up": "mlp.fc1", "ffn.down": "mlp.fc2"}


def read(config: Config) -> Document:
    eps, bias = config.number("rms_norm_eps", 1e-6), config.flag("attention_bias", False)
    norm = rms_norm(eps, weight=False)
    cap = config.number("final_logit_softcapping", 15.0) if has(config, "final_logit_softcapping") else None
    return decoder(
        config,
        norm=norm,
        attn=attention(
            config,
            rope={**read_rope(config), "reversed": True},
            qkv_bias=bias,
            out_bias=bias,
            qk_norm={"over": "head", "eps": eps, "weight": False, "when": "post_rope"},
        ),
        ffn=feed_forward(config, gated=False, activation=config.choice("hidden_act", ACTIVATIONS, "relu2")),
        before={"norm0": dict(norm)},
        head={"logit_softcap": cap} if cap else {},
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    head: Any = parts.top["head"]
    return {
        **shared_keys(parts),
        "attention_bias": attn.qkv_bias,
        "final_logit_softcapping": head.logit_softcap,
    }


FAMILY = Family(
    slug="nanochat",
    title="nanochat",
    model_types=("nanochat",),
    architecture="NanoChatForCausalLM",
    sources=("Karpathy, 2025",),
    read=read,
    write=write,
    rules=lambda _: [*ends(), *in_layers(TABLE)],
)
