"""The mixture of experts: what one expert after the other would compute, sorted; counted, balanced and repeatable."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode

from architectures.core.blocks import Env
from architectures.core.blocks.moe import MoE
from architectures.core.modules.context import Cache, Context

WIDTH = 16
SMALL: dict[str, Any] = {"n_experts": 5, "top_k": 2, "d_expert": 12}
VARIANTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "one expert": {"n_experts": 1, "top_k": 1},
    "all experts": {"top_k": 5},
    "ungated": {"gated": False, "activation": "relu2", "expert_bias": True, "clamp": 0.5},
    "biased": {"expert_bias": True, "router_bias": True, "norm_topk": True},
    "clamped": {"glu": "clamped", "clamp": 0.3, "expert_bias": True, "softmax_over": "topk"},
    "by input": {"apply_weight": "input", "score": "sigmoid", "expert_bias": True},
    "shared": {"d_shared": 7, "shared_gate": True, "routed_scale": 2.5},
    "grouped": {"n_experts": 6, "n_groups": 3, "topk_groups": 2, "group_score": "top2sum"},
    "selecting": {"selection_bias": True, "score": "sigmoid", "norm_topk": True},
}
every_variant = pytest.mark.parametrize("options", VARIANTS.values(), ids=VARIANTS)


def made(seed: int = 0, **options: Any) -> Any:
    module = MoE(**{**SMALL, **options}).make(WIDTH, Env(1)).eval()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for tensor in [*module.parameters(), *module.buffers()]:
            tensor.normal_(0.0, 0.5, generator=generator)
    return module


def stream(*shape: int, seed: int = 1) -> Tensor:
    return torch.randn(*shape, WIDTH, generator=torch.Generator().manual_seed(seed))


def one_by_one(module: Any, x: Tensor) -> Tensor:
    """The same by the definition: token by token, and for each its experts one after the other."""
    rows = x.reshape(-1, WIDTH)
    weights, chosen = module._route(module._logits(rows))
    sums = []
    for row, its_weights, its_experts in zip(rows, weights, chosen.tolist(), strict=True):
        total = torch.zeros(WIDTH)
        for weight, e in zip(its_weights, its_experts, strict=True):
            by_input = module.apply_weight == "input"
            y = expert(module, e, row * weight if by_input else row)
            total = total + (y if by_input else y * weight)
        sums.append(total)
    y = torch.stack(sums).view_as(x)
    if module.shared is not None:
        shared = module.shared(x)
        y = y + (shared if module.shared_gate is None else torch.sigmoid(module.shared_gate(x)) * shared)
    return y


def expert(module: Any, e: int, row: Tensor) -> Tensor:
    def affine(kind: str, v: Tensor) -> Tensor:
        weight, bias = getattr(module, f"w_{kind}"), getattr(module, f"b_{kind}")
        return weight[e] @ v + (0.0 if bias is None else bias[e])

    limit = float("inf") if module.clamp is None else module.clamp
    up = affine("up", row).clamp(-limit, limit)
    if module.w_gate is None:
        return affine("down", module.activation(up))
    gate = affine("gate", row).clamp(max=limit)
    if module.glu == "clamped":
        return affine("down", (up + 1) * gate * torch.sigmoid(module.alpha * gate))
    return affine("down", module.activation(gate) * up)


@every_variant
def test_outputs_and_gradients_are_those_of_one_expert_after_the_other(options: dict[str, Any]) -> None:
    module, x = made(**options), stream(2, 9).requires_grad_()
    parameters = [x, *module.parameters()]
    results = []
    for y in (module(x), one_by_one(module, x)):
        results.append(
            [y, *torch.autograd.grad((y * stream(2, 9, seed=2)).sum(), parameters, allow_unused=True)]
        )
    for ours, expected in zip(*results, strict=True):
        assert torch.allclose(ours, torch.zeros_like(ours) if expected is None else expected, atol=1e-5)


@every_variant
def test_what_is_exported_computes_the_same(options: dict[str, Any]) -> None:
    module, x = made(**options), stream(2, 9)
    length = torch.export.Dim("length", min=2, max=64)
    exported = torch.export.export(module, (x,), dynamic_shapes=({1: length},), strict=False)
    for n in (9, 4):
        x = stream(2, n, seed=n)
        assert torch.allclose(exported.module()(x), module(x), atol=1e-5)


@every_variant
@pytest.mark.parametrize("device", ["cpu", "meta"])
def test_flops_and_parameters_are_those_that_the_block_tells(options: dict[str, Any], device: str) -> None:
    block, n = MoE(**{**SMALL, **options}), 6
    module = block.make(WIDTH, Env(1)).to(device)
    with FlopCounterMode(display=False) as counter:
        module(stream(1, n).to(device))
    linear = sum(2 * m.weight.numel() for m in module.modules() if isinstance(m, nn.Linear))
    assert counter.get_total_flops() == n * (linear + block.mixing_flops(WIDTH, n))
    total = sum(p.numel() for p in module.parameters())
    used = MoE(**{**SMALL, **options, "n_experts": block.top_k, "n_groups": 1, "topk_groups": 1})
    router = (
        sum(p.numel() for p in module.router.parameters())
        * (block.n_experts - block.top_k)
        // block.n_experts
    )
    active = sum(p.numel() for p in used.make(WIDTH, Env(1)).parameters()) + router
    assert total - block.idle_parameters(WIDTH) == active


def test_one_token_uses_its_experts_alone() -> None:
    module, x = made(n_experts=64, top_k=2), stream(1, 1)
    chosen = module._route(module._logits(x[0]))[1][0].tolist()
    module(x).sum().backward()
    used = module.w_up.grad.abs().sum((1, 2)).nonzero().flatten().tolist()
    assert used == sorted(chosen)


def test_decoding_in_pieces_equals_one_pass() -> None:
    module, x = made(selection_bias=True), stream(2, 8)
    cache, parts = Cache(2, 8), []
    for start, end in pairwise((0, 3, 4, 8)):
        parts.append(module(x[:, start:end], ctx=Context.of(x[:, start:end, 0], cache)))
        cache.length = end
    assert torch.allclose(torch.cat(parts, 1), module(x), atol=1e-6)


def test_a_repeated_pass_is_the_same_bit_for_bit() -> None:
    results = []
    for _ in range(2):
        module, x = made().train(), stream(8, 64).requires_grad_()
        (module(x).square().sum() + module.auxiliary_loss).backward()
        results.append([x.grad, *(p.grad for p in module.parameters())])
    assert all(torch.equal(a, b) for a, b in zip(*results, strict=True))


def test_in_bf16_the_same_experts_are_chosen_for_the_same_numbers() -> None:
    half = made(selection_bias=True).to(torch.bfloat16)
    half.select_bias = half.select_bias.float()
    x = stream(4, 16).to(torch.bfloat16)
    with torch.no_grad():
        y = half(x)
        exact = half.float()(x.float())
    assert y.dtype is torch.bfloat16
    assert torch.allclose(y.float(), exact, atol=0.05, rtol=0.05)


# balance


def test_loads_are_shares_of_the_slots() -> None:
    module, x = made().train(), stream(4, 25)
    module(x)
    chosen = module._route(module._logits(x.flatten(0, 1)))[1]
    counted = torch.bincount(chosen.flatten(), minlength=5) / chosen.numel()
    assert torch.allclose(module.load, counted)
    assert module.load.requires_grad is False


def test_the_loss_is_least_where_all_experts_have_as_much_to_do() -> None:
    module = made(aux_loss_coef=1.0).train()
    losses = []
    for logits in (torch.eye(5).repeat(4, 1) * 9, torch.tensor([9.0, 8.0, 0.0, 0.0, 0.0]).repeat(20, 1)):
        module._judge(logits, logits.topk(2).indices)
        losses.append(float(module.auxiliary_loss))
    assert losses[0] < losses[1]
    assert losses[1] == pytest.approx(5 * 1.0, rel=0.01)  # two experts do everything, so 5 times the sum of p


def test_sigmoid_scores_are_judged_as_shares() -> None:
    module, logits = made(score="sigmoid", aux_loss_coef=1.0).train(), stream(1, 30)[0, :, :5]
    chosen = logits.topk(2).indices
    module._judge(logits, chosen)
    shares = logits.sigmoid() / logits.sigmoid().sum(-1, keepdim=True)
    counted = torch.bincount(chosen.flatten(), minlength=5) / 30
    assert float(module.auxiliary_loss) == pytest.approx(
        5 * float((counted * shares.mean(0)).sum()), rel=1e-5
    )


def test_the_z_loss_is_the_mean_square_of_the_logarithm_of_the_sum() -> None:
    module, x = made(aux_loss_coef=0.0, z_loss_coef=0.5).train(), stream(2, 5)
    module(x)
    expected = 0.5 * F.linear(x, module.router.weight).exp().sum(-1).log().square().mean()
    assert torch.allclose(module.auxiliary_loss, expected)


def test_the_selection_bias_moves_once_a_step_by_the_load_of_all_its_passes() -> None:
    module = made(selection_bias=True, bias_update_rate=0.25).train()
    before, loads = module.select_bias.clone(), torch.zeros(5)
    for seed in range(3):
        module(stream(2, 9, seed=seed))
        loads += module.load
        assert torch.equal(module.select_bias, before)
    module.after_step()
    assert torch.equal(module.select_bias - before, 0.25 * (loads.mean() - loads).sign())
    after = module.select_bias.clone()
    module.after_step()
    assert torch.equal(module.select_bias, after)


def test_in_evaluation_nothing_moves_and_nothing_is_added() -> None:
    module = made(selection_bias=True)
    before = module.select_bias.clone()
    module(stream(2, 9))
    module.after_step()
    assert torch.equal(module.select_bias, before)
    assert module.auxiliary_loss is None
    assert module.load is None


@pytest.mark.parametrize("options", [{"aux_loss_coef": 0.1}, {"aux_loss_coef": 0.0, "selection_bias": True}])
def test_balance_comes_with_training(options: dict[str, Any]) -> None:
    """Tokens that all look alike go to the same experts, until the loss or the bias spreads them."""
    module = made(**options, bias_update_rate=0.005).train()
    with torch.no_grad():
        module.select_bias.zero_() if module.selection_bias else None
    optimizer = torch.optim.SGD([module.router.weight], lr=0.3)
    x, largest = stream(1, 200) + 1.0, []
    for _ in range(150):
        optimizer.zero_grad()
        (module(x).mean() * 0.0 + module.auxiliary_loss).backward()
        optimizer.step()
        module.after_step()
        largest.append(float(module.load.max()) * 5)
    assert largest[0] > 2.0
    assert largest[-1] < 1.6


def test_experts_begin_as_other_layers_do() -> None:
    from architectures.core.modules.initial import draw_weights

    module = MoE(n_experts=8, d_expert=64, selection_bias=True, expert_bias=True).make(64, Env(1))
    draw_weights(module, seed=3, n_layers=8)
    assert float(module.w_up.detach().std()) == pytest.approx(0.02, rel=0.05)
    assert float(module.w_down.detach().std()) == pytest.approx(0.02 / 4, rel=0.05)
    assert not module.b_down.any()
    again = MoE(n_experts=8, d_expert=64, selection_bias=True, expert_bias=True).make(64, Env(1))
    draw_weights(again, seed=3, n_layers=8)
    assert all(torch.equal(a, b) for a, b in zip(module.parameters(), again.parameters(), strict=True))
