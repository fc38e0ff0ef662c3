"""Mamba-2 (Dao and Gu, 2024): layers of a state space alone, without attention or feed-forward networks."""

from __future__ import annotations

import math
from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import Config
from architectures.core.families.documents import MIXER_ONLY, Node, decoder, rms_norm
from architectures.core.families.parts import Parts
from architectures.core.families.weights import WHOLE, Rule

B = "backbone.layers.{i}."
MAX_CHUNK = 1024  # tokens; only the speed depends on it
NO_LIMIT = 1e6  # steps beyond this are as good as unbounded
CONTEXT = 2048  # of which a configuration says nothing, for a state sees text of any length


def read(config: Config) -> Document:
    config.only("hidden_act", "silu")
    config.only("rms_norm", True)
    config.only("norm_before_gate", False)
    eps = config.number("layer_norm_epsilon", 1e-5)
    mixer: Node = {
        "type": "Mamba2",
        "n_heads": config.integer("num_heads", 128),
        "head_dim": config.integer("head_dim", 64),
        "state_size": config.integer("state_size", 128),
        "n_groups": config.integer("n_groups", 8),
        "conv_kernel": config.integer("conv_kernel", 4),
        "conv_bias": config.flag("use_conv_bias", True),
        "bias": config.flag("use_bias", False),
        "eps": eps,
        "chunk_size": min(config.integer("chunk_size", 256), MAX_CHUNK),
        **step_limit(config),
    }
    config.only("expand", expansion(config, mixer), 2)
    length = config.integer("max_position_embeddings", CONTEXT)
    return decoder(config, norm=rms_norm(eps), attn=mixer, ffn=None, edges=MIXER_ONLY, context_length=length)


def expansion(config: Config, mixer: Node) -> float:
    """Return how many times wider than the stream all heads are together; a configuration must agree with itself."""
    width = config.integer("hidden_size", least=1)
    ratio: float = mixer["n_heads"] * mixer["head_dim"] / width
    return ratio


def step_limit(config: Config) -> dict[str, Any]:
    """Return the bounds on the step. Infinity is written in JSON in three ways: as such, as null, or as a name."""
    given = config.values.get("time_step_limit")
    if not isinstance(given, list | tuple) or len(given) != 2:
        config.only("time_step_limit", None, None)
        return {}
    low, high = given
    if isinstance(high, dict):
        high = high.get("__float__")
    if high in ("Infinity", "inf", math.inf):
        high = None
    bounds = Config({"min": low, "max": high})
    least, most = bounds.number("min", 0.0), bounds.number("max", None)
    if most is not None and most > NO_LIMIT:
        most = None
    if least == 0.0 and most is None:
        return {}
    return {"dt_limit": {"min": least} if most is None else {"min": least, "max": most}}


def write(parts: Parts) -> dict[str, Any]:
    mixer: Any = parts.layer["attn"]
    norm: Any = parts.top["norm"]
    limit = mixer.dt_limit
    most = limit.max if limit else None
    width = mixer.n_heads * mixer.head_dim
    return {
        "vocab_size": parts.vocab_size,
        "hidden_size": parts.d_model,
        "num_hidden_layers": len(parts.layers),
        "num_heads": mixer.n_heads,
        "head_dim": mixer.head_dim,
        "expand": width // parts.d_model if width % parts.d_model == 0 else width / parts.d_model,
        "state_size": mixer.state_size,
        "n_groups": mixer.n_groups,
        "conv_kernel": mixer.conv_kernel,
        "use_conv_bias": mixer.conv_bias,
        "use_bias": mixer.bias,
        "chunk_size": mixer.chunk_size,
        "layer_norm_epsilon": norm.eps,
        "time_step_limit": [limit.min if limit else 0.0, {"__float__": "Infinity"} if most is None else most],
        "max_position_embeddings": parts.context_length,
        "tie_word_embeddings": parts.tied,
        "hidden_act": "silu",
    }


def rules(config: Config) -> list[Rule]:
    """The embedding was first published as `embedding`, then as `embeddings`."""
    alone = ("A_log", "D", "dt_bias")
    return [
        Rule("tok", "backbone.embeddings"),
        Rule("tok", "backbone.embedding"),
        Rule("norm", "backbone.norm_f"),
        Rule("head", "lm_head"),
        Rule("layers.{i}.norm1", B + "norm"),
        *(Rule("layers.{i}.attn." + name, B + "mixer." + name, WHOLE) for name in alone),
        Rule("layers.{i}.attn.norm_weight", B + "mixer.norm.weight", WHOLE),
        Rule("layers.{i}.attn.in_proj", B + "mixer.in_proj"),
        Rule("layers.{i}.attn.conv", B + "mixer.conv1d"),
        Rule("layers.{i}.attn.out_proj", B + "mixer.out_proj"),
    ]


FAMILY = Family(
    slug="mamba2",
    title="Mamba-2",
    model_types=("mamba2",),
    architecture="Mamba2ForCausalLM",
    sources=("Dao and Gu, 2024",),
    read=read,
    write=write,
    rules=rules,
)
