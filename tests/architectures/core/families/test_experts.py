"""Families with experts and recurrences: published sizes, layers of several kinds, and what cannot be expressed."""

from __future__ import annotations

from typing import Any

import pytest
import transformers

from architectures.core.families import FamilyError, families, read_config
from architectures.core.validate import validate

MIXTRAL = {
    "model_type": "mixtral",
    "vocab_size": 32_000,
    "hidden_size": 4096,
    "intermediate_size": 14_336,
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "num_local_experts": 8,
    "num_experts_per_tok": 2,
    "rope_theta": 1e6,
    "max_position_embeddings": 32_768,
    "router_aux_loss_coef": 0.02,
}
DEEPSEEK_V3 = {
    "model_type": "deepseek_v3",
    "vocab_size": 129_280,
    "hidden_size": 7168,
    "intermediate_size": 18_432,
    "moe_intermediate_size": 2048,
    "num_hidden_layers": 61,
    "num_attention_heads": 128,
    "num_key_value_heads": 128,
    "n_shared_experts": 1,
    "n_routed_experts": 256,
    "num_experts_per_tok": 8,
    "n_group": 8,
    "topk_group": 4,
    "topk_method": "noaux_tc",
    "scoring_func": "sigmoid",
    "norm_topk_prob": True,
    "routed_scaling_factor": 2.5,
    "first_k_dense_replace": 3,
    "moe_layer_freq": 1,
    "kv_lora_rank": 512,
    "q_lora_rank": 1536,
    "qk_nope_head_dim": 128,
    "qk_rope_head_dim": 64,
    "v_head_dim": 128,
    "max_position_embeddings": 163_840,
    "rope_theta": 10_000,
    "rope_scaling": {
        "type": "yarn",
        "factor": 40,
        "original_max_position_embeddings": 4096,
        "beta_fast": 32,
        "beta_slow": 1,
        "mscale": 1.0,
        "mscale_all_dim": 1.0,
    },
}
GPT_OSS_20B = {
    "model_type": "gpt_oss",
    "vocab_size": 201_088,
    "hidden_size": 2880,
    "intermediate_size": 2880,
    "num_hidden_layers": 24,
    "num_attention_heads": 64,
    "num_key_value_heads": 8,
    "head_dim": 64,
    "num_local_experts": 32,
    "num_experts_per_tok": 4,
    "sliding_window": 128,
    "rope_theta": 150_000,
    "rope_scaling": {
        "rope_type": "yarn",
        "factor": 32.0,
        "beta_fast": 32.0,
        "beta_slow": 1.0,
        "original_max_position_embeddings": 4096,
        "truncate": False,
    },
}
QWEN3_NEXT_80B = {
    "model_type": "qwen3_next",
    "vocab_size": 151_936,
    "hidden_size": 2048,
    "intermediate_size": 5120,
    "num_hidden_layers": 48,
    "num_attention_heads": 16,
    "num_key_value_heads": 2,
    "head_dim": 256,
    "full_attention_interval": 4,
    "linear_num_key_heads": 16,
    "linear_num_value_heads": 32,
    "num_experts": 512,
    "num_experts_per_tok": 10,
    "moe_intermediate_size": 512,
    "shared_expert_intermediate_size": 512,
    "partial_rotary_factor": 0.25,
    "rope_theta": 1e7,
    "max_position_embeddings": 262_144,
}
MAMBA2_130M = {
    "model_type": "mamba2",
    "vocab_size": 50_288,
    "hidden_size": 768,
    "num_hidden_layers": 24,
    "num_heads": 24,
    "head_dim": 64,
    "expand": 2,
    "state_size": 128,
    "n_groups": 1,
    "tie_word_embeddings": True,
}


def of(config: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return read_config({**config, **changes})[1]


@pytest.mark.parametrize(
    ("config", "billions"),
    # as published: 46.7B, 671B, 20.9B, 80B and 129M
    [
        (MIXTRAL, 46.7),
        (DEEPSEEK_V3, 671.0),
        (GPT_OSS_20B, 20.9),
        (QWEN3_NEXT_80B, 79.7),
        (MAMBA2_130M, 0.129),
    ],
    ids=lambda value: value["model_type"] if isinstance(value, dict) else "",
)
def test_the_published_model_has_the_published_size(config: dict[str, Any], billions: float) -> None:
    report = validate(of(config), context_length=2048)
    assert [found.code for found in report.diagnostics if found.severity == "error"] == []
    assert report.to_json()["totals"]["parameters"] / 1e9 == pytest.approx(billions, rel=2e-3)


def test_only_some_of_the_parameters_of_a_mixture_are_active() -> None:
    assert validate(of(DEEPSEEK_V3)).to_json()["totals"]["active_parameters"] / 1e9 == pytest.approx(
        37.5, abs=0.5
    )


def test_first_layers_are_dense_as_a_range() -> None:
    (pattern,) = of(DEEPSEEK_V3)["nodes"]["layers"]["patterns"]
    assert pattern["assign"] == {"default": "dense", "ranges": {"3-": "moe"}}
    assert pattern["variants"]["moe"]["ffn"]["n_experts"] == 256


def test_layers_that_take_turns_are_a_cycle() -> None:
    (pattern,) = of(QWEN3_NEXT_80B)["nodes"]["layers"]["patterns"]
    assert pattern["assign"] == {"cycle": ["delta", "delta", "delta", "attention"]}


def test_yarn_of_deepseek_scales_scores() -> None:
    attn = of(DEEPSEEK_V3)["nodes"]["layers"]["nodes"]["attn"]
    assert attn["scale"] == pytest.approx(192**-0.5 * 1.3688879454**2)
    plain = of(DEEPSEEK_V3, rope_scaling=None)["nodes"]["layers"]["nodes"]["attn"]
    assert "scale" not in plain


@pytest.mark.parametrize(
    ("config", "key", "value"),
    [
        (MIXTRAL, "router_jitter_noise", 0.1),
        (DEEPSEEK_V3, "scoring_func", "softmax"),
        (DEEPSEEK_V3, "topk_method", "group_limited_greedy"),
        (DEEPSEEK_V3, "moe_layer_freq", 2),
        (GPT_OSS_20B, "hidden_act", "gelu"),
        (MAMBA2_130M, "hidden_act", "gelu"),
        (MAMBA2_130M, "norm_before_gate", True),
        (MAMBA2_130M, "expand", 3),
        ({**MIXTRAL, "model_type": "llama4_text"}, "attn_temperature_tuning", True),
    ],
    ids=lambda value: value["model_type"] if isinstance(value, dict) else str(value),
)
def test_what_a_design_cannot_express_is_named(config: dict[str, Any], key: str, value: Any) -> None:
    with pytest.raises(FamilyError) as caught:
        of(config, **{key: value})
    assert caught.value.code == "config_key_unsupported"
    assert caught.value.values["key"] == key


def test_a_step_of_no_layers_is_named() -> None:
    with pytest.raises(FamilyError) as caught:
        of({**QWEN3_NEXT_80B, "model_type": "qwen3_moe"}, decoder_sparse_step=0)
    assert caught.value.values["key"] == "decoder_sparse_step"


def test_layers_without_experts_may_be_listed() -> None:
    qwen = {
        **QWEN3_NEXT_80B,
        "model_type": "qwen3_moe",
        "num_hidden_layers": 16,
        "partial_rotary_factor": None,
    }
    (pattern,) = of(qwen, mlp_only_layers=[2])["nodes"]["layers"]["patterns"]
    assert pattern["assign"] == {"list": ["moe", "moe", "dense", *["moe"] * 13]}


@pytest.mark.parametrize("bound", ["Infinity", {"__float__": "Infinity"}, float("inf"), None])
def test_an_endless_step_is_no_bound(bound: Any) -> None:
    mixer = of(MAMBA2_130M, time_step_limit=[0.0, bound])["nodes"]["layers"]["nodes"]["attn"]
    assert "dt_limit" not in mixer


def test_bounds_on_the_step_are_kept() -> None:
    mixer = of(MAMBA2_130M, time_step_limit=[0.001, 0.1])["nodes"]["layers"]["nodes"]["attn"]
    assert mixer["dt_limit"] == {"min": 0.001, "max": 0.1}


#: Every size that a configuration must have; all else may be left out.
NAMES = ("hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "vocab_size")
KINDS = [
    "mixtral",
    "qwen2_moe",
    "qwen3_moe",
    "deepseek_v3",
    "gpt_oss",
    "granitemoeshared",
    "glm4_moe",
    "qwen3_next",
    "lfm2",
    "mamba2",
]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_left_out_is_as_the_published_class_has_it(kind: str) -> None:
    default = transformers.AutoConfig.for_model(kind).to_dict()
    sizes = {name: default[name] for name in NAMES if name in default}
    told = read_config({**default, "model_type": kind})[1]
    assert read_config({"model_type": kind, **sizes})[1] == told


def test_quantized_weights_are_refused_though_the_design_is_read() -> None:
    config = {**MIXTRAL, "quantization_config": {"quant_method": "fp8"}}
    assert of(config) == of(MIXTRAL)
    with pytest.raises(FamilyError) as caught:
        families()["mixtral"].weights_in({}, config)
    assert caught.value.values["key"] == "quantization_config"
