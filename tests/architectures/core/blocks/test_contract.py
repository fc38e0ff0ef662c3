"""What every registered block promises, whoever wrote it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import torch

from architectures.core.blocks import BlockSpec, Env, Signal, registry
from architectures.core.modules.context import Cache, Context
from architectures.core.validate import leaks

WIDTH, VOCABULARY = 16, 40
#: What a block needs before it can be made. A block that needs nothing has no line here.
NEEDED: dict[str, dict[str, Any]] = {
    "TokenEmbedding": {"d_model": WIDTH},
    "LearnedPositionalEmbedding": {"max_positions": 32},
    "Attention": {"n_heads": 4, "n_kv_heads": 2, "rope": {}, "window": 3, "qk_norm": {}},
    "MLA": {
        **{"n_heads": 4, "kv_lora_rank": 8, "q_lora_rank": 6},
        **{"qk_nope_dim": 4, "qk_rope_dim": 2, "v_dim": 6, "rope": {}},
    },
    "FeedForward": {"d_ff": 24},
    "Mamba2": {"n_heads": 4, "head_dim": 8, "state_size": 5, "n_groups": 2, "chunk_size": 3},
    "GatedDeltaNet": {"n_k_heads": 2, "n_v_heads": 4, "k_dim": 5, "v_dim": 6, "chunk_size": 3},
    "RNN": {"kind": "lstm", "hidden_size": 12, "n_layers": 2},
    "CausalConv1d": {"dilation": 2, "activation": "silu"},
    "Linear": {"d_out": 12},
    "MoE": {"n_experts": 4, "d_expert": 12, "d_shared": 8, "selection_bias": True, "score": "sigmoid"},
}
every_block = pytest.mark.parametrize("spec", registry().values(), ids=lambda s: s.name)
every_module = pytest.mark.parametrize(
    "spec", [s for s in registry().values() if not s.block.container], ids=lambda s: s.name
)


def made(spec: BlockSpec) -> tuple[torch.nn.Module, list[Signal], Signal]:
    """A block's module with weights drawn, the signals that enter, and the one that it says leaves."""
    block, env = spec.block.model_validate(NEEDED.get(spec.name, {})), Env(VOCABULARY)
    port = spec.block.inputs[0]
    entering = [Signal("tokens") if port.kind == "tokens" else Signal("stream", WIDTH)] * (1 + port.many)
    module = block.make(WIDTH, env).eval()
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.normal_(0.0, 0.2, generator=generator)
    return module, entering, block.infer(entering, env)


def inputs(entering: list[Signal], length: int = 7) -> list[torch.Tensor]:
    torch.manual_seed(1)
    ids = torch.randint(0, VOCABULARY, (2, length))
    return [ids if s.kind == "tokens" else torch.randn(2, length, s.width) for s in entering]


@every_block
def test_a_block_describes_itself_in_both_languages(spec: BlockSpec) -> None:
    shown = json.loads(json.dumps(spec.to_json()))
    assert shown["title"].keys() == shown["summary"].keys() == {"en", "ko"}
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", shown["icon"])
    assert re.fullmatch(r"#[0-9a-f]{6}", shown["colour"])
    assert shown["card"] == f"blocks.{spec.name}"
    assert shown["inputs"]
    assert shown["outputs"]


@every_block
def test_each_parameter_says_what_it_does_in_both_languages(spec: BlockSpec) -> None:
    schema = spec.params_schema
    for part in [schema, *schema.get("$defs", {}).values()]:
        for name, param in part.get("properties", {}).items():
            assert param.get("description"), name
            assert re.search("[가-힣]", param.get("description_ko", "")), name


@every_block
def test_a_number_has_a_range(spec: BlockSpec) -> None:
    schema = spec.params_schema
    for part in [schema, *schema.get("$defs", {}).values()]:
        for name, param in part.get("properties", {}).items():
            for way in param.get("anyOf", [param]):
                if way.get("type") in ("integer", "number") and "enum" not in way:
                    assert {"minimum", "exclusiveMinimum"} & way.keys(), name
                    assert {"maximum", "exclusiveMaximum"} & way.keys(), name


@every_module
def test_a_module_gives_the_shape_that_its_block_says(spec: BlockSpec) -> None:
    module, entering, leaving = made(spec)
    given = inputs(entering)
    y = module(*given, ctx=Context.of(given[0]))
    assert list(y.shape) == [2, 7, leaving.width]


@every_module
def test_a_module_decodes_token_by_token_what_it_computes_at_once(spec: BlockSpec) -> None:
    module, entering, _ = made(spec)
    given, cache = inputs(entering), Cache(2, 7)
    with torch.no_grad():
        whole, steps = module(*given, ctx=Context.of(given[0])), []
        for t in range(7):
            part = [x[:, t : t + 1] for x in given]
            steps.append(module(*part, ctx=Context.of(part[0], cache)))
            cache.length += 1
    assert torch.allclose(torch.cat(steps, 1), whole, atol=1e-5)


@every_module
def test_p18_a_block_that_calls_itself_causal_is(spec: BlockSpec) -> None:
    module, entering, _ = made(spec)
    if spec.block.causal and len(entering) == 1 and entering[0].kind == "stream":
        assert not leaks(module, WIDTH)


@every_module
def test_a_module_keeps_as_much_as_its_block_says(spec: BlockSpec) -> None:
    module, entering, _ = made(spec)
    given, cache = inputs(entering), Cache(2, 7)
    module(*given, ctx=Context.of(given[0], cache))
    kept = spec.block.model_validate(NEEDED.get(spec.name, {})).cache_values(WIDTH, 7)
    assert cache.n_bytes() == kept * 4 * 2


@every_module
def test_a_module_learns_where_it_has_something_to_learn(spec: BlockSpec) -> None:
    module, entering, _ = made(spec)
    given = inputs(entering)
    if list(module.parameters()):
        module(*given, ctx=Context.of(given[0])).square().sum().backward()
    assert all(p.grad is not None and p.grad.isfinite().all() for p in module.parameters())
