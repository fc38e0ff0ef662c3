"""MoE computes what the published mixtures compute, at random weights, and so do its gradients and its loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pytest
import torch
import transformers
from torch import Tensor, nn

from architectures.core.blocks import Env
from architectures.core.blocks.moe import MoE
from architectures.core.modules.context import Context

WIDTH, EXPERT, SHARED = 32, 12, 20
Tensors = dict[str, Tensor]


def halves(tensors: Tensors) -> Tensors:
    """[E, 2 F, C]: all gates, then all ups (Mixtral and most others)."""
    gate, up = tensors["experts.gate_up_proj"].chunk(2, 1)
    return {"w_gate": gate, "w_up": up, "w_down": tensors["experts.down_proj"]}


def transposed(tensors: Tensors) -> Tensors:
    """[E, C, 2 F] (Llama 4)."""
    gate, up = tensors["experts.gate_up_proj"].mT.chunk(2, 1)
    return {"w_gate": gate, "w_up": up, "w_down": tensors["experts.down_proj"].mT}


def woven(tensors: Tensors) -> Tensors:
    """[E, C, 2 F]: gates and ups by turns (GPT-OSS)."""
    both, bias = tensors["experts.gate_up_proj"].mT, tensors["experts.gate_up_proj_bias"]
    return {
        "w_gate": both[:, ::2],
        "w_up": both[:, 1::2],
        "b_gate": bias[:, ::2],
        "b_up": bias[:, 1::2],
        "w_down": tensors["experts.down_proj"].mT,
        "b_down": tensors["experts.down_proj_bias"],
    }


RENAMED = {
    "gate.weight": "router.weight",
    "router.weight": "router.weight",
    "router.bias": "router.bias",
    "gate.e_score_correction_bias": "select_bias",
    "shared_expert_gate.weight": "shared_gate.weight",
}


@dataclass(frozen=True)
class Published:
    """A mixture of the library: its class, its configuration, how its experts lie, and the block that is the same."""

    module: str
    config: str
    options: dict[str, Any]
    block: dict[str, Any]
    experts: Callable[[Tensors], Tensors] = halves

    def theirs(self) -> nn.Module:
        config = getattr(transformers, self.config)(hidden_size=WIDTH, **self.options)
        config._experts_implementation = "eager"
        slug, _, name = self.module.partition(".")
        module: nn.Module = getattr(import_module(f"transformers.models.{slug}.modeling_{slug}"), name)(
            config
        )
        generator = torch.Generator().manual_seed(0)
        with torch.no_grad():
            for tensor in [*module.parameters(), *module.buffers()]:
                tensor.normal_(0.0, 0.5, generator=generator)
        return module.eval()

    def ours(self, theirs: nn.Module) -> nn.Module:
        module = MoE(**self.block).make(WIDTH, Env(1)).eval()
        tensors = dict(theirs.state_dict())
        taken = self.experts(tensors)
        for name, tensor in tensors.items():
            if name in RENAMED:
                taken[RENAMED[name]] = tensor
            elif name.startswith("shared_expert"):
                taken[f"shared.{name.split('.', 1)[1].replace('_proj', '')}"] = tensor
        module.load_state_dict(taken)
        return module


SIX = {"n_experts": 6, "top_k": 3, "d_expert": EXPERT}
EIGHT = {"n_experts": 8, "top_k": 3, "d_expert": EXPERT, "d_shared": 2 * EXPERT, "routed_scale": 1.7}
LOCAL = {"num_local_experts": 6, "num_experts_per_tok": 3, "intermediate_size": EXPERT}
QWEN = {"num_experts": 6, "num_experts_per_tok": 3, "moe_intermediate_size": EXPERT}
GROUPS = {"n_routed_experts": 8, "num_experts_per_tok": 3, "moe_intermediate_size": EXPERT}
GROUPS |= {"n_shared_experts": 2, "n_group": 4, "topk_group": 2, "routed_scaling_factor": 1.7}
V3 = {"score": "sigmoid", "selection_bias": True, "n_groups": 4, "topk_groups": 2, "group_score": "top2sum"}
CLAMPED = {"glu": "clamped", "clamp": 1.5, "expert_bias": True, "router_bias": True}
PUBLISHED = {
    "mixtral": Published("mixtral.MixtralSparseMoeBlock", "MixtralConfig", LOCAL, {**SIX, "norm_topk": True}),
    "qwen2": Published(
        "qwen2_moe.Qwen2MoeSparseMoeBlock",
        "Qwen2MoeConfig",
        {**QWEN, "shared_expert_intermediate_size": SHARED, "norm_topk_prob": False},
        {**SIX, "d_shared": SHARED, "shared_gate": True},
    ),
    "qwen3": Published(
        "qwen3_moe.Qwen3MoeSparseMoeBlock",
        "Qwen3MoeConfig",
        {**QWEN, "norm_topk_prob": True},
        {**SIX, "norm_topk": True},
    ),
    "deepseek-v2": Published(
        "deepseek_v2.DeepseekV2Moe",
        "DeepseekV2Config",
        {**GROUPS, "topk_method": "group_limited_greedy"},
        {**EIGHT, "n_groups": 4, "topk_groups": 2},
    ),
    "deepseek-v2-greedy": Published(
        "deepseek_v2.DeepseekV2Moe", "DeepseekV2Config", {**GROUPS, "topk_method": "greedy"}, EIGHT
    ),
    "deepseek-v3": Published(
        "deepseek_v3.DeepseekV3MoE",
        "DeepseekV3Config",
        {**GROUPS, "norm_topk_prob": True},
        {**EIGHT, **V3, "norm_topk": True},
    ),
    "deepseek-v3-unnormed": Published(
        "deepseek_v3.DeepseekV3MoE", "DeepseekV3Config", {**GROUPS, "norm_topk_prob": False}, {**EIGHT, **V3}
    ),
    "glm4": Published(
        "glm4_moe.Glm4MoeMoE",
        "Glm4MoeConfig",
        {**GROUPS, "n_group": 1, "topk_group": 1, "norm_topk_prob": True},
        {**EIGHT, "score": "sigmoid", "selection_bias": True, "norm_topk": True},
    ),
    "gpt-oss": Published(
        "gpt_oss.GptOssMLP",
        "GptOssConfig",
        {**LOCAL, "swiglu_limit": 1.5},
        {**SIX, **CLAMPED, "softmax_over": "topk"},
        woven,
    ),
    "granite": Published(
        "granitemoe.GraniteMoeMoE", "GraniteMoeConfig", LOCAL, {**SIX, "softmax_over": "topk"}
    ),
    "llama4": Published(
        "llama4.Llama4TextMoe",
        "Llama4TextConfig",
        {**LOCAL, "num_experts_per_tok": 2},
        {
            **{**SIX, "top_k": 2, "d_shared": EXPERT},
            **{"score": "sigmoid", "softmax_over": "topk", "apply_weight": "input"},
        },
        transposed,
    ),
}
every_mixture = pytest.mark.parametrize("published", PUBLISHED.values(), ids=PUBLISHED)


def first(output: Any) -> Tensor:
    return output[0] if isinstance(output, tuple) else output


def both(published: Published) -> tuple[nn.Module, nn.Module, Tensor]:
    theirs = published.theirs()
    x = torch.randn(2, 30, WIDTH, generator=torch.Generator().manual_seed(1))
    return theirs, published.ours(theirs), x


@every_mixture
def test_it_computes_what_the_published_mixture_computes(published: Published) -> None:
    theirs, ours, x = both(published)
    with torch.no_grad():
        expected = first(theirs(x.clone())).view_as(x)
        assert torch.allclose(ours(x, ctx=Context.of(x)), expected, atol=1e-5, rtol=1e-5)


@every_mixture
def test_gradients_are_those_of_the_published_mixture(published: Published) -> None:
    theirs, ours, x = both(published)
    flows = []
    for module in (theirs, ours):
        entering = x.clone().requires_grad_()
        (first(module(entering * 1.0)).view_as(x) * x.cos()).sum().backward()
        flows.append(entering.grad)
    assert flows[0] is not None
    assert torch.allclose(flows[0], flows[1], atol=1e-4, rtol=1e-4)
    gradients = dict(ours.named_parameters())
    router = next(p for n, p in theirs.named_parameters() if n in ("gate.weight", "router.weight"))
    assert torch.allclose(gradients["router.weight"].grad, router.grad, atol=1e-4, rtol=1e-4)
    down = published.experts({n: p.grad for n, p in theirs.named_parameters()})["w_down"]
    assert torch.allclose(gradients["w_down"].grad, down, atol=1e-4, rtol=1e-4)


@every_mixture
def test_as_many_parameters_as_the_published_mixture(published: Published) -> None:
    theirs, ours, _ = both(published)
    sizes = [sum(p.numel() for p in module.parameters()) for module in (theirs, ours)]
    assert sizes[0] == sizes[1]


def test_the_loss_is_that_of_the_published_mixture() -> None:
    from transformers.models.mixtral.modeling_mixtral import load_balancing_loss_func

    theirs, ours, x = both(PUBLISHED["mixtral"])
    ours.train().aux_loss_coef = 0.5
    ours(x)
    logits = torch.nn.functional.linear(x.flatten(0, 1), theirs.gate.weight)
    expected = 0.5 * load_balancing_loss_func((logits,), num_experts=6, top_k=3)
    assert torch.allclose(ours.auxiliary_loss, expected)
