"""GLM-4 9B (Team GLM, 2024): half of each head is turned, neighbours in pairs; gate and up are one matrix."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import ACTIVATIONS, Config
from architectures.core.families.documents import PRE, Edges, attention, decoder, feed_forward, rms_norm
from architectures.core.families.llamas import ATTENTION, PRE_NORMS, L, ends, in_layers, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope
from architectures.core.families.weights import Fused, Rule

PARTIAL = 0.5  # of each head, where the configuration does not say


def read_glm(config: Config, edges: Edges) -> Document:
    values = {**config.values, "head_dim": config.integer("head_dim", 128)}
    return decoder(
        config,
        norm=rms_norm(config.number("rms_norm_eps", 1.5625e-07)),
        attn=attention(
            Config(values),
            rope=read_rope(config, layout="interleaved", partial=PARTIAL),
            qkv_bias=config.flag("attention_bias", True),
        ),
        ffn=feed_forward(config, activation=config.choice("hidden_act", ACTIVATIONS, "silu")),
        edges=edges,
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    keys = shared_keys(parts)
    keys["rope_parameters"]["partial_rotary_factor"] = attn.rope.fraction
    return {**keys, "partial_rotary_factor": attn.rope.fraction, "attention_bias": attn.qkv_bias}


def glm_rules(norms: dict[str, str]) -> list[Rule]:
    table = {**ATTENTION, "ffn.down": "mlp.down_proj", **norms}
    return [*ends(), *in_layers(table), Fused("layers.{i}.ffn.<gate,up>", L + "mlp.gate_up_proj")]


FAMILY = Family(
    slug="glm",
    title="GLM",
    model_types=("glm",),
    architecture="GlmForCausalLM",
    sources=("Team GLM, 2024",),
    read=lambda config: read_glm(config, PRE),
    write=write,
    rules=lambda _: glm_rules(PRE_NORMS),
)
