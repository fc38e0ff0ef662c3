"""GPT-OSS (OpenAI, 2025): attention with sinks, windows in every other layer, and experts of a clamped form."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family
from architectures.core.families.config import Config
from architectures.core.families.documents import attention, decoder, rms_norm
from architectures.core.families.experts import experts_of, moe
from architectures.core.families.llamas import ATTENTION, PRE_NORMS, L, ends, in_layers, shared_keys
from architectures.core.families.parts import Parts
from architectures.core.families.rope import read_rope
from architectures.core.families.weights import WHOLE, ExpertsTransposed, Rule
from architectures.core.families.windows import FULL, SLIDING, kinds_pattern, layer_types, written_types

THETA = 150_000.0
#: The RoPE where a configuration says nothing.
YARN = {
    "rope_type": "yarn",
    "factor": 32.0,
    "beta_fast": 32.0,
    "beta_slow": 1.0,
    "truncate": False,
    "original_max_position_embeddings": 4096,
}
DEFAULTS: dict[str, Any] = {"num_key_value_heads": 8, "head_dim": 64}


def read(config: Config) -> Document:
    config = Config({**DEFAULTS, **{key: value for key, value in config.values.items() if value is not None}})
    config.only("hidden_act", "silu")
    if "rope_parameters" not in config and "rope_scaling" not in config:
        config = Config({**config.values, "rope_parameters": YARN})
    bias = config.flag("attention_bias", True)
    types = layer_types(config, [FULL if i % 2 else SLIDING for i in range(config.n_layers)])
    experts = moe(
        config,
        config.integer("num_local_experts", config.integer("num_experts", 128)),
        config.integer("intermediate_size", 2880),
        top_k=config.integer("num_experts_per_tok", 4),
        softmax_over="topk",
        router_bias=True,
        expert_bias=True,
        glu="clamped",
        clamp=config.number("swiglu_limit", 7.0),
        alpha=config.number("swiglu_alpha", 1.702),
    )
    return decoder(
        config,
        norm=rms_norm(config.number("rms_norm_eps", 1e-5)),
        attn=attention(config, rope=read_rope(config, theta=THETA), qkv_bias=bias, out_bias=bias, sinks=True),
        ffn=experts,
        patterns=kinds_pattern(types, {"window": config.integer("sliding_window", 128)}),
        context_length=config.integer("max_position_embeddings", 131_072),
    )


def write(parts: Parts) -> dict[str, Any]:
    types, window = written_types(parts)
    attn: Any = parts.layer["attn"]
    experts = experts_of(parts)
    return {
        **shared_keys(parts),
        "attention_bias": attn.qkv_bias,
        "layer_types": types,
        "sliding_window": window or 128,
        "num_local_experts": experts.n_experts,
        "num_experts_per_tok": experts.top_k,
        "intermediate_size": experts.d_expert,
        "swiglu_limit": experts.clamp,
        "swiglu_alpha": experts.alpha,
        "hidden_act": "silu",
        "router_aux_loss_coef": experts.aux_loss_coef,
    }


def rules(config: Config) -> list[Rule]:
    """Gate and up lie in turns, channel by channel, and every expert is stored [in, out]."""
    ours, theirs = "layers.{i}.ffn.", L + "mlp."
    return [
        *ends(),
        *in_layers(ATTENTION | PRE_NORMS | {"ffn.router": "mlp.router"}),
        Rule("layers.{i}.attn.sinks", L + "self_attn.sinks", WHOLE),
        ExpertsTransposed(ours + "<w_gate,w_up>", theirs + "experts.gate_up_proj", in_turns=True),
        ExpertsTransposed(ours + "<b_gate,b_up>", theirs + "experts.gate_up_proj_bias", in_turns=True),
        ExpertsTransposed(ours + "<w_down>", theirs + "experts.down_proj"),
        Rule(ours + "b_down", theirs + "experts.down_proj_bias", WHOLE),
    ]


FAMILY = Family(
    slug="gpt_oss",
    title="GPT-OSS",
    model_types=("gpt_oss",),
    architecture="GptOssForCausalLM",
    sources=("OpenAI, 2025",),
    read=read,
    write=write,
    rules=rules,
)
