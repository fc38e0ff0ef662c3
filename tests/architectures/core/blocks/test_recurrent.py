"""Mixers that carry a state from token to token: what each of them promises beyond the contract of every block."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import FlopCounterMode

from architectures.core.blocks import Block, Env, registry
from architectures.core.build import build
from architectures.core.design import parse_design
from architectures.core.modules.context import Cache, Context
from architectures.core.validate import leaks, validate

WIDTH, VOCABULARY = 16, 16
MAMBA = {"n_heads": 4, "head_dim": 8, "state_size": 6, "n_groups": 2, "chunk_size": 8}
DELTA = {"n_k_heads": 2, "n_v_heads": 4, "k_dim": 6, "v_dim": 8, "chunk_size": 8}
MIXERS: list[tuple[str, dict[str, Any]]] = [
    ("Mamba2", MAMBA),
    ("Mamba2", {**MAMBA, "conv_kernel": 1, "bias": True, "dt_limit": {"min": 0.1, "max": 0.9}}),
    ("GatedDeltaNet", DELTA),
    ("ShortConv", {"conv_kernel": 4, "bias": True}),
    ("RNN", {}),
    ("RNN", {"kind": "lstm", "hidden_size": 24, "n_layers": 2}),
    ("CausalConv1d", {"kernel_size": 3, "dilation": 3, "activation": "gelu"}),
    ("CausalConv1d", {"depthwise": True, "bias": False}),
]
every_mixer = pytest.mark.parametrize(("name", "params"), MIXERS, ids=[f"{n}-{len(p)}" for n, p in MIXERS])


def block(name: str, params: dict[str, Any]) -> Block:
    return registry()[name].block.model_validate(params)


def module(name: str, params: dict[str, Any]) -> nn.Module:
    made, generator = (
        block(name, params).make(WIDTH, Env(VOCABULARY)).eval(),
        torch.Generator().manual_seed(0),
    )
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.normal_(0.0, 0.3, generator=generator)
    return made


def stream(n_tokens: int) -> Tensor:
    return torch.randn(2, n_tokens, WIDTH, generator=torch.Generator().manual_seed(n_tokens))


def run(mixer: nn.Module, x: Tensor, cache: Cache | None = None) -> Tensor:
    y: Tensor = mixer(x, ctx=Context.of(x[..., 0], cache))
    return y


def design(name: str, params: dict[str, Any]) -> dict[str, Any]:
    nodes = {
        "tok": {"type": "TokenEmbedding", "d_model": 32},
        "mix": {"type": name, **params},
        "add": {"type": "Add"},
        "norm": {"type": "Norm"},
        "head": {"type": "LMHead"},
    }
    return {"nodes": nodes, "edges": ["in -> tok -> add", "tok -> mix -> add -> norm -> head -> out"]}


@every_mixer
@pytest.mark.parametrize("pieces", [[29], [1, 1, 27], [8, 8, 13], [5, 1, 9, 1, 1, 12], [28, 1]])
@torch.no_grad()
def test_reading_in_pieces_is_reading_at_once(name: str, params: dict[str, Any], pieces: list[int]) -> None:
    mixer, x, cache = module(name, params), stream(29), Cache(2, 29)
    read = []
    for piece in x.split(pieces, 1):
        read.append(run(mixer, piece, cache))
        cache.length += piece.shape[1]
    assert torch.allclose(torch.cat(read, 1), run(mixer, x), atol=1e-5)


@every_mixer
@torch.no_grad()
def test_what_is_kept_does_not_grow_with_the_text(name: str, params: dict[str, Any]) -> None:
    for length in (1, 2, 29):
        cache = Cache(2, 29)
        run(module(name, params), stream(length), cache)
        assert cache.n_bytes() == 2 * 4 * block(name, params).cache_values(WIDTH, length)
    assert block(name, params).cache_values(WIDTH, 1) == block(name, params).cache_values(WIDTH, 10_000)


@every_mixer
def test_no_token_reaches_an_earlier_one(name: str, params: dict[str, Any]) -> None:
    assert not leaks(module(name, params), WIDTH)


@every_mixer
@pytest.mark.parametrize("n_tokens", [7, 8, 64])
def test_flops_are_those_that_pytorch_counts(name: str, params: dict[str, Any], n_tokens: int) -> None:
    described = block(name, params)
    with torch.device("meta"):
        mixer, x = described.make(WIDTH, Env(VOCABULARY)), torch.empty(1, n_tokens, WIDTH)
    with FlopCounterMode(display=False) as counted:
        run(mixer, x)
    matrices = 2 * sum(m.weight.numel() for m in mixer.modules() if isinstance(m, nn.Linear))
    expected = (described.mixing_flops(WIDTH, n_tokens) + matrices) * n_tokens
    assert counted.get_total_flops() == expected


@every_mixer
@pytest.mark.parametrize("n_tokens", [64, 512])
def test_backward_keeps_about_as_much_as_is_said(name: str, params: dict[str, Any], n_tokens: int) -> None:
    mixer, x, kept = module(name, params), stream(n_tokens), dict[int, int]()
    weights = {p.untyped_storage().data_ptr() for p in mixer.parameters()}

    def note(saved: Tensor) -> Tensor:
        storage = saved.untyped_storage()
        kept[storage.data_ptr()] = 0 if storage.data_ptr() in weights else storage.nbytes() // 4
        held.append(saved)  # so that no other tensor is given its place
        return saved

    held: list[Tensor] = []
    with torch.autograd.graph.saved_tensors_hooks(note, lambda saved: saved):
        run(mixer, x.requires_grad_())
    said = block(name, params).activation_values(WIDTH, n_tokens) * x.shape[0] * x.shape[1]
    assert 0.8 < said / sum(kept.values()) < 3.5


class CountedOperations(TorchDispatchMode):
    """Counts what PyTorch is asked to do."""

    def __init__(self) -> None:
        super().__init__()
        self.n = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.n += 1
        return func(*args, **(kwargs or {}))


@pytest.mark.parametrize(("name", "params"), [("Mamba2", MAMBA), ("GatedDeltaNet", DELTA)])
def test_a_scan_takes_steps_for_chunks_not_for_tokens(name: str, params: dict[str, Any]) -> None:
    counts = []
    for n_tokens, chunk_size in ((64, 16), (512, 128), (512, 512)):
        mixer = module(name, {**params, "chunk_size": chunk_size})
        with torch.no_grad(), CountedOperations() as operations:
            run(mixer, stream(n_tokens))
        counts.append(operations.n)
    assert counts[0] == counts[1] > counts[2]


@every_mixer
def test_bf16_computes_nearly_the_same_and_learns(name: str, params: dict[str, Any]) -> None:
    mixer, x = module(name, params), stream(29)
    expected = run(mixer, x)
    y = run(mixer.bfloat16(), x.bfloat16())
    y.float().square().sum().backward()
    assert y.dtype == torch.bfloat16
    assert F.cosine_similarity(y.float().flatten(), expected.flatten(), 0) > 0.99
    assert all(p.grad is not None and p.grad.isfinite().all() for p in mixer.parameters())


@every_mixer
def test_a_model_with_it_learns_what_came_two_tokens_before(name: str, params: dict[str, Any]) -> None:
    params = {k: v for k, v in params.items() if k not in ("dilation", "conv_kernel")}
    model = build(parse_design(design(name, params)), vocab_size=VOCABULARY)
    model.init_weights(0)
    generator = torch.Generator().manual_seed(0)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.02)
    losses = []
    for _ in range(120):
        ids = torch.randint(VOCABULARY, (8, 20), generator=generator)
        loss = F.cross_entropy(model(ids)[:, 2:].flatten(0, 1), ids[:, :-2].flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[0] > 0.8 * math.log(VOCABULARY)
    assert min(losses) < 0.25 * math.log(VOCABULARY)


@pytest.mark.parametrize(
    ("name", "params", "code", "attr", "value"),
    [
        ("Mamba2", {**MAMBA, "n_groups": 3}, "groups_do_not_divide", "n_groups", 2),
        ("GatedDeltaNet", {**DELTA, "n_k_heads": 3}, "key_heads_do_not_divide", "n_k_heads", 2),
        (
            "Mamba2",
            {**MAMBA, "dt_limit": {"min": 0.5, "max": 0.1}},
            "dt_limit_empty",
            "dt_limit",
            {"min": 0.1, "max": 0.5},
        ),
        ("ShortConv", {"conv_kernel": 0}, "param_range", "conv_kernel", 1),
        ("CausalConv1d", {"kernel_size": 1000}, "param_range", "kernel_size", 64),
        ("RNN", {"d_model": 8}, "width_written", "d_model", 32),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_what_cannot_be_is_named_and_mended(
    name: str, params: dict[str, Any], code: str, attr: str, value: Any
) -> None:
    (found,) = [d.to_json() for d in validate(design(name, params)).diagnostics if d.severity == "error"]
    assert (found["code"], found["path"], found["attr"]) == (code, "mix", attr)
    assert (found["fix"]["action"], found["fix"]["path"], found["fix"]["value"]) == ("set", "mix", value)
    assert validate(design(name, {**params, attr: value})).valid


@every_mixer
def test_a_model_without_attention_needs_no_positions(name: str, params: dict[str, Any]) -> None:
    report = validate(design(name, params), vocab_size=VOCABULARY)
    assert report.valid
    assert report.diagnostics == []
    assert report.costs.totals["kv_bytes_per_token"] == 0
    assert report.costs.totals["cache_bytes"] == 4 * block(name, params).cache_values(32, 1)
