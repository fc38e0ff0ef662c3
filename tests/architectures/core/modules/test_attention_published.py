"""Attention and MLA against the attention of published models in `transformers`, at random weights.

A tiny model of theirs reads a text longer than every window; what flows into and out of one of its attentions is
recorded, and ours must make the same of it, at once and token by token.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
import torch
import transformers
from torch import Tensor, nn

from architectures.core.blocks import Env, registry
from architectures.core.modules.context import Cache, Context

T, C, WINDOW = 23, 48, 9
SMALL = {
    **{"vocab_size": 61, "hidden_size": C, "intermediate_size": 40, "num_hidden_layers": 2},
    **{"num_attention_heads": 4, "num_key_value_heads": 2, "max_position_embeddings": 64},
    **{"pad_token_id": None, "bos_token_id": None, "eos_token_id": None},
}
QKVO = {"q": "q_proj", "k": "k_proj", "v": "v_proj", "o": "o_proj"}
NORMED = {**QKVO, "q_norm": "q_norm", "k_norm": "k_norm"}
LATENT = {
    **{"q_a": "q_a_proj", "q_a_norm": "q_a_layernorm", "q_b": "q_b_proj", "o": "o_proj"},
    **{"kv_a": "kv_a_proj_with_mqa", "kv_a_norm": "kv_a_layernorm", "kv_b": "kv_b_proj"},
}
MLA_SIZES = {"kv_lora_rank": 24, "q_lora_rank": 20}
YARN = {"factor": 8.0, "beta_fast": 32.0, "beta_slow": 1.0, "mscale": 0.7, "mscale_all_dim": 1.3}
YARN_SCALE = 24**-0.5 * (0.1 * 1.3 * torch.log(torch.tensor(8.0)).item() + 1) ** 2
GPT_OSS_ROPE = {
    **{"theta": 150_000.0, "max_positions": 131_072},
    "scaling": {"type": "yarn", "factor": 32.0, "original_max_positions": 4096, "truncate": False},
}
Weights = Callable[[dict[str, Tensor]], dict[str, Tensor]]


@dataclass(frozen=True)
class Published:
    """An attention of theirs: model class, config, which module; and ours: type, parameters, names of weights."""

    model: str
    config: dict[str, Any]
    at: str
    params: dict[str, Any]
    names: dict[str, str] = field(default_factory=lambda: QKVO)
    block: str = "Attention"
    weights: Weights | None = None


def renamed(names: dict[str, str]) -> Weights:
    """Take our names for theirs; "q" stands for q.weight and q.bias."""

    def take(theirs: dict[str, Tensor]) -> dict[str, Tensor]:
        back = {v: k for k, v in names.items()}
        return {
            ".".join([back[first], *rest]): tensor
            for name, tensor in theirs.items()
            for first, *rest in [name.split(".")]
            if first in back
        }

    return take


def t5(theirs: dict[str, Tensor]) -> dict[str, Tensor]:
    table = theirs.pop("relative_attention_bias.weight")
    return {**{f"{name}.weight": theirs[f"{name}.weight"] for name in "qkvo"}, "relative_bias": table}


def bloom(theirs: dict[str, Tensor]) -> dict[str, Tensor]:
    """Each head has its query, key and value together."""
    found = {f"o.{kind}": theirs[f"dense.{kind}"] for kind in ("weight", "bias")}
    for kind in ("weight", "bias"):
        fused = theirs[f"query_key_value.{kind}"].unflatten(0, (4, 3, C // 4))
        found |= {f"{name}.{kind}": fused[:, i].flatten(0, 1) for i, name in enumerate("qkv")}
    return found


def qwen3_next(theirs: dict[str, Tensor]) -> dict[str, Tensor]:
    """Each head has its query and its gate together."""
    found = renamed({**NORMED, "both": "q_proj"})(theirs)
    both = found.pop("both.weight").unflatten(0, (4, 2, 16))
    return {**found, "q.weight": both[:, 0].flatten(0, 1), "gate.weight": both[:, 1].flatten(0, 1)}


PUBLISHED: dict[str, Published] = {
    "Bloom, ALiBi": Published(
        "BloomForCausalLM",
        {"vocab_size": 61, "hidden_size": C, "n_layer": 2, "n_head": 4},
        "transformer.h.1.self_attention",
        {"n_heads": 4, "qkv_bias": True, "out_bias": True, "position_bias": {"type": "alibi"}},
        weights=bloom,
    ),
    "GPT-OSS, sinks and a window": Published(
        "GptOssForCausalLM",
        {**SMALL, "head_dim": 16, "num_local_experts": 2, "num_experts_per_tok": 1, "sliding_window": WINDOW},
        "model.layers.0.self_attn",
        {
            **{"n_heads": 4, "n_kv_heads": 2, "head_dim": 16, "qkv_bias": True, "out_bias": True},
            **{"sinks": True, "window": WINDOW, "rope": GPT_OSS_ROPE},
        },
        {**QKVO, "sinks": "sinks"},
    ),
    "GPT-OSS, sinks": Published(
        "GptOssForCausalLM",
        {**SMALL, "head_dim": 16, "num_local_experts": 2, "num_experts_per_tok": 1, "sliding_window": WINDOW},
        "model.layers.1.self_attn",
        {
            **{"n_heads": 4, "n_kv_heads": 2, "head_dim": 16, "qkv_bias": True, "out_bias": True},
            **{"sinks": True, "rope": GPT_OSS_ROPE},
        },
        {**QKVO, "sinks": "sinks"},
    ),
    "Gemma 2, capped scores and a window": Published(
        "Gemma2ForCausalLM",
        {
            **{**SMALL, "head_dim": 16, "query_pre_attn_scalar": 24, "sliding_window": WINDOW},
            **{"attn_logit_softcapping": 1.5},
        },
        "model.layers.0.self_attn",
        {
            **{"n_heads": 4, "n_kv_heads": 2, "head_dim": 16, "scale": 24**-0.5},
            **{"window": WINDOW, "logit_softcap": 1.5, "rope": {}},
        },
    ),
    "OLMo, clipped": Published(
        "OlmoForCausalLM",
        {**SMALL, "clip_qkv": 0.7},
        "model.layers.1.self_attn",
        {"n_heads": 4, "n_kv_heads": 2, "rope": {}, "clip_qkv": 0.7},
    ),
    "Qwen3-Next, gated": Published(
        "Qwen3NextForCausalLM",
        {
            **SMALL,
            "head_dim": 16,
            "num_experts": 2,
            "num_experts_per_tok": 1,
            "layer_types": ["full_attention"] * 2,
        },
        "model.layers.1.self_attn",
        {
            **{"n_heads": 4, "n_kv_heads": 2, "head_dim": 16, "out_gate": True},
            **{"rope": {"fraction": 0.25}, "qk_norm": {"weight_offset": 1}},
        },
        weights=qwen3_next,
    ),
    "Llama 4, chunks": Published(
        "Llama4ForCausalLM",
        {
            **{**SMALL, "head_dim": 16, "num_local_experts": 2, "intermediate_size_mlp": 40},
            **{"attention_chunk_size": WINDOW, "rms_norm_eps": 1e-6},
            **{"rope_parameters": {"rope_type": "default", "rope_theta": 1e4}},
        },
        "model.layers.0.self_attn",
        {
            **{"n_heads": 4, "n_kv_heads": 2, "head_dim": 16, "chunk": WINDOW},
            **{"rope": {"layout": "interleaved"}, "qk_norm": {"weight": False, "when": "post_rope"}},
        },
    ),
    "nanochat, reversed": Published(
        "NanoChatForCausalLM",
        SMALL,
        "model.layers.1.self_attn",
        {
            **{"n_heads": 4, "n_kv_heads": 2, "rope": {"reversed": True}},
            **{"qk_norm": {"weight": False, "when": "post_rope"}},
        },
    ),
    "Phi, shifted norms": Published(
        "PhiForCausalLM",
        {**SMALL, "qk_layernorm": True},
        "model.layers.1.self_attn",
        {
            **{"n_heads": 4, "n_kv_heads": 2, "rope": {"fraction": 0.5}, "qkv_bias": True, "out_bias": True},
            **{"qk_norm": {"kind": "layer", "bias": True, "eps": 1e-5}},
        },
        {**QKVO, "o": "dense", "q_norm": "q_layernorm", "k_norm": "k_layernorm"},
    ),
    "Llama, dynamic beyond its length": Published(
        "LlamaForCausalLM",
        {
            **{**SMALL, "max_position_embeddings": 16},
            **{"rope_parameters": {"rope_type": "dynamic", "rope_theta": 1e4, "factor": 4.0}},
        },
        "model.layers.1.self_attn",
        {
            **{"n_heads": 4, "n_kv_heads": 2},
            **{"rope": {"max_positions": 16, "scaling": {"type": "dynamic", "factor": 4.0}}},
        },
    ),
    "T5, learned biases": Published(
        "T5ForConditionalGeneration",
        {
            **{"vocab_size": 61, "d_model": C, "d_kv": 12, "d_ff": 40, "num_layers": 2, "num_heads": 4},
            **{"relative_attention_num_buckets": 8, "relative_attention_max_distance": 14},
            **{"decoder_start_token_id": 0, "pad_token_id": 0},
        },
        "decoder.block.0.layer.0.SelfAttention",
        {
            **{"n_heads": 4, "scale": 1.0},
            **{"position_bias": {"type": "t5", "n_buckets": 8, "max_distance": 14}},
        },
        weights=t5,
    ),
    "DeepSeek-V3, yarn": Published(
        "DeepseekV3ForCausalLM",
        {
            **{**SMALL, **MLA_SIZES, "num_key_value_heads": 4, "attention_bias": True},
            **{"qk_nope_head_dim": 16, "qk_rope_head_dim": 8, "v_head_dim": 12, "first_k_dense_replace": 9},
            "rope_parameters": {
                **{"rope_type": "yarn", "rope_theta": 1e4, "original_max_position_embeddings": 32, **YARN}
            },
        },
        "model.layers.1.self_attn",
        {
            **{"n_heads": 4, **MLA_SIZES, "qk_nope_dim": 16, "qk_rope_dim": 8, "v_dim": 12},
            **{"scale": YARN_SCALE, "bias": True},
            "rope": {
                "layout": "interleaved",
                "scaling": {"type": "yarn", "original_max_positions": 32, **YARN},
            },
        },
        LATENT,
        "MLA",
    ),
    "DeepSeek-V2, no latent of queries": Published(
        "DeepseekV2ForCausalLM",
        {
            **{**SMALL, "num_key_value_heads": 4, "kv_lora_rank": 24, "q_lora_rank": None},
            **{"qk_nope_head_dim": 16, "qk_rope_head_dim": 8, "v_head_dim": 12, "first_k_dense_replace": 9},
        },
        "model.layers.1.self_attn",
        {
            **{"n_heads": 4, "kv_lora_rank": 24, "qk_nope_dim": 16, "qk_rope_dim": 8, "v_dim": 12},
            **{"rope": {"layout": "interleaved"}},
        },
        {**LATENT, "q": "q_proj"},
        "MLA",
    ),
}
#: The rotation of keys in a cache is not redone when a text becomes longer than trained on.
DECODED = [name for name in PUBLISHED if "dynamic" not in name]


@cache
@torch.no_grad()
def recorded(name: str) -> tuple[nn.Module, Tensor, Tensor]:
    """Their attention, what flowed into it [B, T, C], and what came out."""
    case = PUBLISHED[name]
    torch.manual_seed(0)
    made: Any = getattr(transformers, case.model)
    config = made.config_class(**case.config)
    config._attn_implementation = "eager"
    model, flows = made(config).eval(), []
    for parameter in model.parameters():
        parameter.normal_(0.0, 0.3)
    module = model.get_submodule(case.at)

    def record(_: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any], y: Any) -> None:
        x = kwargs["hidden_states"] if "hidden_states" in kwargs else args[0]
        added = args[1] if case.model.startswith("Bloom") else 0.0  # it adds the residual stream itself
        flows.append((x, y[0] - added))

    module.register_forward_hook(record, with_kwargs=True)
    ids = torch.randint(0, 61, (2, T))
    model(ids, use_cache=False, **({"decoder_input_ids": ids} if config.is_encoder_decoder else {}))
    return module, *flows[0]


def ours(case: Published, theirs: nn.Module) -> nn.Module:
    module = registry()[case.block].block.model_validate(case.params).make(C, Env(61)).eval()
    take = case.weights or renamed(case.names)
    module.load_state_dict(take(dict(theirs.state_dict())))
    return module


@pytest.mark.parametrize("name", PUBLISHED)
def test_it_computes_what_the_published_attention_computes(name: str) -> None:
    theirs, x, expected = recorded(name)
    with torch.no_grad():
        y = ours(PUBLISHED[name], theirs)(x, ctx=Context.of(x[..., 0]))
    assert torch.allclose(y, expected, atol=1e-5)


@pytest.mark.parametrize("name", DECODED)
def test_in_pieces_it_computes_the_same(name: str) -> None:
    theirs, x, _ = recorded(name)
    module, kept, pieces = ours(PUBLISHED[name], theirs), Cache(2, T), []
    with torch.no_grad():
        whole = module(x, ctx=Context.of(x[..., 0]))
        for piece in x.split([5, 1, 1, 6, 4, 1, 1, 1, 3], 1):
            pieces.append(module(piece, ctx=Context.of(piece[..., 0], kept)))
            kept.length += piece.shape[1]
    assert torch.allclose(torch.cat(pieces, 1), whole, atol=1e-5)
