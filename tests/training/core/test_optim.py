"""Optimizers move weights as the published ones do, and each weight by one rule."""

from __future__ import annotations

import copy
import functools
import math
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from architectures.core.build import build
from architectures.core.design import parse_design
from architectures.core.modules.norm import Norm
from architectures.core.presets import presets
from training.core.config import TrainConfig
from training.core.optim import Muon, Optimizer, orthogonalise, rules_for

MATRICES = ("weight", "w_gate", "w_up", "w_down")  # of experts there are stacks
SLUGS = [preset.slug for preset in presets()]


def options(**fields: Any) -> TrainConfig:
    return TrainConfig(max_steps=10, **fields)


def net() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(8, 12), nn.LayerNorm(12), nn.Linear(12, 4))


def gradients(model: nn.Module, step: int) -> list[Tensor]:
    generator = torch.Generator().manual_seed(step)
    return [torch.randn(p.shape, generator=generator) for p in model.parameters()]


def give(model: nn.Module, grads: list[Tensor]) -> None:
    for parameter, grad in zip(model.parameters(), grads, strict=True):
        if parameter.grad is None:
            parameter.grad = grad.to(parameter.dtype, copy=True)
        else:
            parameter.grad.copy_(grad)


def torchs_own(name: str, model: nn.Module, config: TrainConfig) -> torch.optim.Optimizer:
    groups = [
        {"params": [p for p in model.parameters() if p.dim() > 1], "weight_decay": config.weight_decay},
        {"params": [p for p in model.parameters() if p.dim() == 1], "weight_decay": 0.0},
    ]
    if name == "sgd":
        return torch.optim.SGD(groups, lr=config.lr, momentum=config.momentum)
    kind = torch.optim.AdamW if name == "adamw" else torch.optim.Adam
    return kind(groups, lr=config.lr, betas=config.betas, eps=1e-8)


@pytest.mark.parametrize("weight_decay", [0.0, 0.1])
@pytest.mark.parametrize("name", ["adamw", "adam", "sgd"])
def test_five_steps_are_those_of_torch(name: str, weight_decay: float) -> None:
    config = options(optimizer=name, lr=0.01, weight_decay=weight_decay)
    ours = net()
    theirs = copy.deepcopy(ours)
    start = [p.detach().clone() for p in ours.parameters()]
    optimizer, reference = Optimizer(ours, config, torch.float32), torchs_own(name, theirs, config)
    for step in range(5):
        optimizer.zero_grad()
        for model in (ours, theirs):
            give(model, gradients(model, step))
        optimizer.step(1.0)
        reference.step()
    for mine, other, before in zip(ours.parameters(), theirs.parameters(), start, strict=True):
        torch.testing.assert_close(mine, other, rtol=1e-5, atol=1e-6)
        assert not torch.equal(mine, before)


def test_the_factor_scales_the_learning_rate() -> None:
    half, full = net(), net()
    for model, lr, factor in ((half, 0.02, 0.5), (full, 0.01, 1.0)):
        optimizer = Optimizer(model, options(optimizer="adamw", lr=lr), torch.float32)
        give(model, gradients(model, 0))
        optimizer.step(factor)
    for a, b in zip(half.parameters(), full.parameters(), strict=True):
        torch.testing.assert_close(a, b)


@pytest.mark.parametrize("shape", [(48, 16), (16, 48), (24, 40)])
def test_muon_moves_a_matrix_equally_in_every_direction(shape: tuple[int, int]) -> None:
    rows, columns = shape
    model = nn.Linear(columns, rows, bias=False)
    optimizer = Optimizer(model, options(optimizer="muon", muon_lr=1.0, weight_decay=0.0), torch.float32)
    before = model.weight.detach().clone()
    give(model, gradients(model, 3))
    optimizer.step(1.0)
    update = (before - model.weight.detach()) / math.sqrt(max(1.0, rows / columns))
    values = torch.linalg.svdvals(update)
    assert values.min() > 0.5
    assert values.max() < 1.5


@pytest.mark.parametrize("shape", [(48, 16), (16, 48)])
def test_orthogonalising_keeps_the_singular_vectors(shape: tuple[int, int]) -> None:
    matrix = torch.randn(shape, generator=torch.Generator().manual_seed(1))
    u, _, vt = torch.linalg.svd(matrix, full_matrices=False)
    inside = u.T @ orthogonalise(matrix[None])[0] @ vt.T  # diagonal, if the vectors are the same
    assert (inside - inside.diag().diag()).abs().max() < 1e-3


def published_muon(weight: Tensor, grads: list[Tensor], lr: float, weight_decay: float) -> Tensor:
    """Muon as its authors describe it, one matrix at a time and in double precision."""
    weight, velocity = weight.double(), torch.zeros_like(weight).double()
    for grad in grads:
        velocity = 0.95 * velocity + 0.05 * grad
        update = 0.05 * grad + 0.95 * velocity
        flipped = update.shape[0] > update.shape[1]
        x = update.T if flipped else update
        x = x / x.norm()
        for _ in range(5):
            gram = x @ x.T
            x = 3.4445 * x + (-4.7750 * gram + 2.0315 * gram @ gram) @ x
        x = x.T if flipped else x
        weight = weight * (1 - lr * weight_decay) - lr * max(1.0, len(weight) / len(weight.T)) ** 0.5 * x
    return weight


@pytest.mark.parametrize("shape", [(24, 8), (8, 24)])
def test_muon_is_the_published_one(shape: tuple[int, int]) -> None:
    model = nn.Linear(shape[1], shape[0], bias=False)
    before = model.weight.detach().clone()
    optimizer = Optimizer(model, options(optimizer="muon", muon_lr=0.1, weight_decay=0.1), torch.float32)
    grads = [gradients(model, step)[0] for step in range(4)]
    for grad in grads:
        give(model, [grad])
        optimizer.step(1.0)
    expected = published_muon(before, [grad.double() for grad in grads], 0.1, 0.1)
    torch.testing.assert_close(model.weight.double(), expected, rtol=1e-3, atol=1e-4)


def test_muon_stacks_matrices_of_one_shape_and_moves_each_as_if_alone() -> None:
    torch.manual_seed(0)
    pair = nn.Sequential(
        nn.Linear(8, 12, bias=False), nn.Linear(12, 8, bias=False), nn.Linear(8, 12, bias=False)
    )
    alone = copy.deepcopy(pair[2])
    together = Optimizer(pair, options(optimizer="muon"), torch.float32)
    single = Optimizer(alone, options(optimizer="muon"), torch.float32)
    grads = gradients(pair, 0)
    give(pair, grads)
    give(alone, grads[2:])
    together.step(1.0)
    single.step(1.0)
    torch.testing.assert_close(pair[2].weight, alone.weight)


@functools.cache
def meta_model(slug: str) -> nn.Module:
    """A preset without memory for its weights: the largest has 124 million."""
    design = next(preset for preset in presets() if preset.slug == slug).design
    return build(design, vocab_size=300, device="meta")


def grouped(model: nn.Module, optimizer: str) -> list[tuple[bool, list[nn.Parameter]]]:
    """(whether by Muon, parameters) of each rule."""
    rules = rules_for(model, options(optimizer=optimizer), torch.float32)
    return [(isinstance(rule, Muon), rule.bundle.parameters) for rule in rules]


@pytest.mark.parametrize("optimizer", ["muon", "adamw"])
@pytest.mark.parametrize("slug", SLUGS)
def test_every_parameter_of_a_preset_has_exactly_one_rule(slug: str, optimizer: str) -> None:
    model = meta_model(slug)
    rules = grouped(model, optimizer)
    moved = [id(p) for _, parameters in rules for p in parameters]
    assert sorted(moved) == sorted(id(p) for p in model.parameters())
    assert len(moved) == len(set(moved))


@pytest.mark.parametrize("slug", SLUGS)
def test_tables_heads_and_norms_are_not_for_muon(slug: str) -> None:
    model = meta_model(slug)
    names = {id(p): name for name, p in model.named_parameters()}
    rules = grouped(model, "muon")
    in_muon = {names[id(p)] for is_muon, parameters in rules if is_muon for p in parameters}
    assert in_muon, "the matrices of the layers"
    assert not [n for n in in_muon if n.split(".")[0] in ("tok", "pos", "head", "norm") or "norm" in n]
    assert all(n.startswith("layers.") and n.rpartition(".")[2] in MATRICES for n in in_muon)


def decayed(model: nn.Module, optimizer: str) -> set[str]:
    names = {id(p): name for name, p in model.named_parameters()}
    rules = rules_for(model, options(optimizer=optimizer, weight_decay=0.1), torch.float32)
    return {names[id(p)] for rule in rules if rule.weight_decay for p in rule.bundle.parameters}


def maps_and_tables(model: nn.Module) -> set[str]:
    """The weights of linear maps, of tables of tokens and positions, of convolutions, and of experts."""
    found = {
        f"{path}.{name}"
        for path, module in model.named_modules()
        if not isinstance(module, (Norm, nn.LayerNorm, nn.RMSNorm))
        for name, p in module.named_parameters(recurse=False)
        if name in MATRICES
    }
    shared = {id(p): name for name, p in model.named_parameters()}
    return found & set(shared.values())


@pytest.mark.parametrize("slug", SLUGS)
def test_maps_and_tables_decay_and_nothing_else_of_a_preset(slug: str) -> None:
    model = meta_model(slug)
    assert decayed(model, "muon") == maps_and_tables(model)


@pytest.mark.parametrize("optimizer", ["muon", "adamw"])
def test_what_each_head_and_each_expert_has_of_its_own_is_no_matrix(
    optimizer: str, make_design: Callable[..., Any]
) -> None:
    design = make_design()
    layer = design["nodes"]["layers"]["nodes"]
    layer["attn"] |= {
        "qk_norm": {"over": "per_head", "kind": "layer", "bias": True},
        "position_bias": {"type": "t5", "n_buckets": 4, "max_distance": 8},
    }
    layer["ffn"] = {"type": "MoE", "n_experts": 4, "top_k": 2, "d_expert": 32, "expert_bias": True}
    model = build(parse_design(design), vocab_size=257)
    axes = {name: p.dim() for name, p in model.named_parameters()}
    for ending in ("q_norm.weight", "relative_bias", "b_up"):
        assert [n for name, n in axes.items() if name.endswith(ending)] == [2]
    decays = decayed(model, optimizer)
    assert not [name for name in decays if "norm" in name or "bias" in name or ".b_" in name]
    assert decays == maps_and_tables(model)


def tiny(make_design: Callable[..., Any], *, tied: bool = True) -> nn.Module:
    return build(parse_design(make_design(tied=tied)), vocab_size=257)


@pytest.mark.parametrize("tied", [True, False])
def test_tied_weights_are_moved_once_and_stay_tied(tied: bool, make_design: Callable[..., Any]) -> None:
    model = tiny(make_design, tied=tied)
    optimizer = Optimizer(model, options(optimizer="adamw", lr=0.1, weight_decay=0.0), torch.float32)
    assert ("head.weight" in optimizer.masters) is not tied
    before = model.tok.weight.detach().clone()
    model(torch.tensor([[1, 2, 3]])).logsumexp(-1).sum().backward()
    optimizer.step(1.0)
    assert (model.head.weight is model.tok.weight) is tied
    assert (model.tok.weight - before).abs().max() <= 0.1 * 1.001  # Adam's first step is lr long, once


def test_bf16_keeps_fp32_masters() -> None:
    model = net().to(torch.bfloat16)
    optimizer = Optimizer(
        model, options(optimizer="sgd", lr=1e-4, weight_decay=0.0, momentum=0), torch.bfloat16
    )
    with torch.no_grad():
        optimizer.load({n: torch.ones_like(m) for n, m in optimizer.masters.items()}, optimizer.state(), 0)
    for _ in range(100):  # each step is far less than bf16 tells apart near one
        give(model, [torch.ones(p.shape) for p in model.parameters()])
        optimizer.step(1.0)
    for name, parameter in model.named_parameters():
        master = optimizer.masters[name]
        assert (parameter.dtype, master.dtype) == (torch.bfloat16, torch.float32)
        torch.testing.assert_close(master, torch.full_like(master, 0.99), rtol=1e-4, atol=1e-4)
        assert torch.equal(parameter, master.to(torch.bfloat16))


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_the_norm_is_that_of_all_gradients(dtype: torch.dtype) -> None:
    model = net().to(dtype)
    optimizer = Optimizer(model, options(), dtype)
    grads = gradients(model, 0)
    give(model, grads)
    expected = math.sqrt(sum(float(g.square().sum()) for g in grads))
    assert float(optimizer.grad_norm()) == pytest.approx(
        expected, rel=1e-5 if dtype == torch.float32 else 1e-2
    )


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("name", ["muon", "adamw", "adam", "sgd"])
def test_a_divisor_makes_gradients_shorter(name: str, dtype: torch.dtype) -> None:
    long, short = net().to(dtype), net().to(dtype)
    for model, factor, divisor in ((long, 8.0, 8.0), (short, 1.0, None)):
        optimizer = Optimizer(model, options(optimizer=name), dtype)
        give(model, [factor * grad for grad in gradients(model, 0)])
        optimizer.step(1.0, divisor)
    for a, b in zip(long.parameters(), short.parameters(), strict=True):
        torch.testing.assert_close(a, b)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_gradients_of_several_passes_are_summed_in_fp32(dtype: torch.dtype) -> None:
    model = net().to(dtype)
    optimizer = Optimizer(model, options(optimizer="sgd", lr=1.0, momentum=0, weight_decay=0), dtype)
    before = {name: master.clone() for name, master in optimizer.masters.items()}
    for part in (1.0, 2**-10, 2**-10):  # bf16 does not tell 1 from 1 + 2**-10
        if dtype == torch.bfloat16:
            give(model, [torch.full(p.shape, part) for p in model.parameters()])
        else:
            for p in model.parameters():
                p.grad = torch.full(p.shape, part) + (0 if p.grad is None else p.grad)
        optimizer.gather()
    optimizer.step(1.0)
    for name, master in optimizer.masters.items():
        torch.testing.assert_close(
            before[name] - master, torch.full_like(master, 1 + 2**-9), rtol=1e-6, atol=1e-7
        )


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_parameter_that_took_no_part_stays(dtype: torch.dtype) -> None:
    model = net().to(dtype)
    optimizer = Optimizer(model, options(optimizer="adamw", weight_decay=0), dtype)
    before = model[0].weight.detach().clone()
    model[2].weight.grad = torch.ones_like(model[2].weight)
    optimizer.step(1.0)
    assert torch.equal(model[0].weight, before)
    assert not torch.equal(optimizer.masters["2.weight"], torch.zeros_like(optimizer.masters["2.weight"]))


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_averaged_weights_are_shown_for_a_while(dtype: torch.dtype) -> None:
    model = net().to(dtype)
    optimizer = Optimizer(model, options(optimizer="adamw", lr=0.1, ema_decay=0.9), dtype)
    seen = [optimizer.masters["0.weight"].clone()]
    expected = seen[0].clone()
    for step in range(4):
        give(model, gradients(model, step))
        optimizer.step(1.0)
        decay = min(0.9, (step + 1) / (step + 11))
        expected = decay * expected + (1 - decay) * optimizer.masters["0.weight"]
    torch.testing.assert_close(optimizer.averages["0.weight"], expected)
    last = model[0].weight.detach().clone()
    with optimizer.averaged():
        torch.testing.assert_close(model[0].weight, expected.to(dtype))
    assert torch.equal(model[0].weight, last)
    give(model, gradients(model, 9))
    optimizer.step(1.0)
    assert not torch.equal(model[0].weight, last)


@pytest.mark.parametrize("name", ["muon", "adamw", "adam", "sgd"])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_an_optimizer_taken_up_from_its_state_goes_on_the_same(name: str, dtype: torch.dtype) -> None:
    config = options(optimizer=name)
    kept, taken_up = net().to(dtype), net().to(dtype)
    first, second = Optimizer(kept, config, dtype), Optimizer(taken_up, config, dtype)
    for step in range(3):
        give(kept, gradients(kept, step))
        first.step(1.0)
    second.load(copy.deepcopy(first.masters), copy.deepcopy(first.state()), first.count)
    for step in range(3, 6):
        for model, optimizer in ((kept, first), (taken_up, second)):
            give(model, gradients(model, step))
            optimizer.step(1.0)
    for a, b in zip(kept.parameters(), taken_up.parameters(), strict=True):
        assert torch.equal(a, b)
    assert first.count == second.count == 6


def test_a_checkpoint_of_another_model_is_refused() -> None:
    optimizer = Optimizer(net(), options(), torch.float32)
    with pytest.raises(KeyError):
        optimizer.load({}, {}, 0)
