"""What Attention and MLA refuse, and what they count."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from architectures.core.blocks import Env, Signal, registry
from architectures.core.blocks.attention import Attention
from architectures.core.blocks.base import Block
from architectures.core.errors import DesignError, Diagnostic
from architectures.core.fixes import with_fix
from architectures.core.modules.context import Context

C, T = 48, 40
LONGROPE = {"type": "longrope", "original_max_positions": 64}
LISTS = {"short_factor": [1.0] * 6, "long_factor": [2.0] * 6}
LLAMA3 = {"type": "llama3", "factor": 8.0, "original_max_positions": 64}
YARN = {"type": "yarn", "factor": 8.0, "original_max_positions": 64}
LATENT = {"n_heads": 4, "kv_lora_rank": 8, "qk_nope_dim": 8, "qk_rope_dim": 4, "v_dim": 6}


def block(params: dict[str, Any]) -> Block:
    kind = "MLA" if "kv_lora_rank" in params else "Attention"
    return registry()[kind].block.model_validate({"n_heads": 4, **params})


REFUSED: list[tuple[dict[str, Any], str, str | None]] = [
    ({"n_heads": 5}, "heads_do_not_divide", None),
    ({"n_kv_heads": 3}, "kv_heads_do_not_divide", None),
    ({"head_dim": 5, "rope": {}}, "rope_pairs", None),
    ({"rope": {"fraction": 0.01}}, "rope_pairs", None),
    ({"rope": {"fraction": 0.25}}, "rope_pairs", None),
    ({"window": 8, "chunk": 8}, "window_and_chunk", None),
    ({"rope": {"scaling": {"type": "dynamic", "factor": 2.0}}}, "param_missing", "rope.max_positions"),
    ({"rope": {"scaling": {**LONGROPE, **LISTS}}}, "param_missing", "rope.max_positions"),
    (
        {"rope": {"fraction": 0.5, "scaling": {**LONGROPE, **LISTS, "factor": 2.0}}},
        "rope_factors",
        "rope.scaling.short_factor",
    ),
    (
        {"head_dim": 8, "rope": {"scaling": {**LONGROPE, **LISTS, "factor": 2.0}}},
        "rope_factors",
        "rope.scaling.short_factor",
    ),
    (
        {"rope": {"scaling": {**LONGROPE, **LISTS, "long_factor": [1.0], "factor": 2.0}}},
        "rope_factors",
        "rope.scaling.long_factor",
    ),
    (
        {"rope": {"scaling": {**LLAMA3, "low_freq_factor": 4.0}}},
        "param_range",
        "rope.scaling.high_freq_factor",
    ),
    ({"rope": {"scaling": {**YARN, "beta_slow": 40.0}}}, "param_range", "rope.scaling.beta_fast"),
    (
        {"position_bias": {"type": "t5", "n_buckets": 32, "max_distance": 16}},
        "param_range",
        "position_bias.max_distance",
    ),
    ({**LATENT, "qk_rope_dim": 3, "rope": {}}, "rope_pairs", None),
    (
        {**LATENT, "rope": {"scaling": {"type": "dynamic", "factor": 2.0}}},
        "param_missing",
        "rope.max_positions",
    ),
]


@pytest.mark.parametrize(("params", "code", "name"), REFUSED, ids=lambda v: str(v)[:70])
def test_what_cannot_be_is_refused_by_name(params: dict[str, Any], code: str, name: str | None) -> None:
    with pytest.raises(DesignError) as refused:
        block(params).infer([Signal("stream", C)], Env(10))
    assert refused.value.code == code
    assert refused.value.values.get("name") == name
    assert refused.value.attr in type(block(params)).model_fields


def test_the_scaling_that_was_meant_is_accepted() -> None:
    scaling = {**LONGROPE, **LISTS, "factor": 2.0}
    assert block({"rope": {"scaling": scaling}}).infer([Signal("stream", C)], Env(10)) == Signal("stream", C)


def test_of_a_window_and_chunks_the_chunks_are_let_go_at_a_click() -> None:
    with pytest.raises(DesignError) as refused:
        block({"window": 8, "chunk": 8}).infer([Signal("stream", C)], Env(10))
    fix = with_fix(Diagnostic.of(refused.value)).fix
    assert fix is not None
    assert (fix["action"], fix["attr"]) == ("unset", "chunk")


FLOPS: list[dict[str, Any]] = [
    *({"n_kv_heads": n} for n in (4, 2, 1)),
    *({"window": 8, "n_kv_heads": 2}, {"chunk": 8}, {"head_dim": 6, "out_gate": True}),
    *({"sinks": True}, {"sinks": True, "logit_softcap": 3.0}, {"logit_softcap": 3.0, "window": 8}),
    *({"position_bias": {"type": "alibi"}}, {"position_bias": {"type": "t5"}, "n_kv_heads": 1}),
    *({"rope": {}, "qk_norm": {}}, LATENT, {**LATENT, "q_lora_rank": 6, "rope": {}}),
]


@pytest.mark.parametrize("params", FLOPS, ids=str)
def test_flops_are_those_that_pytorch_counts(params: dict[str, Any]) -> None:
    module = block(params).make(C, Env(10)).to("meta")
    x = torch.empty(1, T, C, device="meta")
    matrices = sum(2 * m.weight.numel() for m in module.modules() if isinstance(m, nn.Linear))
    with FlopCounterMode(display=False) as counted:
        module(x, ctx=Context.of(x[..., 0]))
    assert counted.get_total_flops() == T * (matrices + block(params).mixing_flops(C, T))


def test_options_that_keep_scores_need_memory_for_them() -> None:
    plain, capped = (Attention(n_heads=4, logit_softcap=c) for c in (None, 5.0))
    near, far = (capped.activation_values(C, n) - plain.activation_values(C, n) for n in (T, 2 * T))
    assert far == 2 * near > 0


def test_a_latent_is_smaller_to_keep_than_keys_and_values() -> None:
    latent, plain = block({**LATENT, "rope": {}}), block({})
    assert latent.cache_values(C, T) == (8 + 4) * T
    assert latent.cache_values(C, T) < plain.cache_values(C, T)
