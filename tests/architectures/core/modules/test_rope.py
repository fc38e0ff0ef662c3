"""Rotary positions: each way to stretch them against `transformers`, and what they promise."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from transformers import LlamaConfig
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

from architectures.core.blocks.rope import Rope as Params
from architectures.core.modules.context import Cache, Context
from architectures.core.modules.rope import Rope

HEAD, REACHED, TRAINED = 16, 256, 32  # channels and tokens
SHORT, LONG = [1.0 + 0.1 * i for i in range(8)], [1.5 + i for i in range(8)]
#: Our values of each scaling, and theirs where the names differ.
SCALINGS: dict[str, dict[str, Any]] = {
    "linear": {"type": "linear", "factor": 4.0},
    "dynamic": {"type": "dynamic", "factor": 4.0},
    "llama3": {"type": "llama3", "factor": 8.0, "original_max_positions": TRAINED},
    "llama3, other waves": {
        **{"type": "llama3", "factor": 8.0, "original_max_positions": TRAINED},
        **{"low_freq_factor": 0.5, "high_freq_factor": 2.5},
    },
    "yarn": {"type": "yarn", "factor": 8.0, "original_max_positions": TRAINED},
    "yarn of DeepSeek": {
        **{"type": "yarn", "factor": 8.0, "original_max_positions": TRAINED},
        **{"mscale": 0.7, "mscale_all_dim": 1.3},
    },
    "yarn of GPT-OSS": {
        **{"type": "yarn", "factor": 8.0, "original_max_positions": 4096},
        **{"beta_fast": 16.0, "beta_slow": 2.0, "truncate": False},
    },
    "yarn of OLMo 3": {
        **{"type": "yarn", "factor": 8.0, "original_max_positions": TRAINED, "attention_factor": 1.2}
    },
    "longrope": {
        **{"type": "longrope", "original_max_positions": TRAINED},
        **{"short_factor": SHORT, "long_factor": LONG},
    },
    "longrope of a factor": {
        **{"type": "longrope", "original_max_positions": TRAINED, "factor": 3.0},
        **{"short_factor": SHORT, "long_factor": LONG},
    },
}
THEIRS = {"type": "rope_type", "original_max_positions": "original_max_position_embeddings"}
LLAMA3 = {"low_freq_factor": 1.0, "high_freq_factor": 4.0}


def trained(scaling: dict[str, Any]) -> int:
    """What `max_positions` means for it: dynamic counts from the length trained on, others reach it."""
    return TRAINED if scaling["type"] == "dynamic" else REACHED


def made(scaling: dict[str, Any]) -> Rope:
    written = {"theta": 500.0, "max_positions": trained(scaling), "scaling": scaling}
    return Params.model_validate(written).make(HEAD)


def theirs(scaling: dict[str, Any], length: int) -> tuple[torch.Tensor, float]:
    """Frequencies and magnitude as `transformers` has them for a text of `length`."""
    renamed = {THEIRS.get(k, k): v for k, v in scaling.items()}
    renamed = {**LLAMA3, **renamed} if scaling["type"] == "llama3" else renamed
    config = LlamaConfig(
        hidden_size=4 * HEAD,
        num_attention_heads=4,
        max_position_embeddings=trained(scaling),
        rope_parameters={"rope_theta": 500.0, **renamed},
    )
    return ROPE_INIT_FUNCTIONS[scaling["type"]](config, torch.device("cpu"), seq_len=length)


@pytest.mark.parametrize("length", [TRAINED, TRAINED + 1, REACHED])
@pytest.mark.parametrize("scaling", SCALINGS.values(), ids=SCALINGS.keys())
def test_each_scaling_turns_as_in_transformers(scaling: dict[str, Any], length: int) -> None:
    frequencies, magnitude = theirs(scaling, length)
    turned = torch.arange(length).float()[:, None] * frequencies[None]
    cos, sin = made(scaling).angles(Context(torch.arange(length)))
    assert cos.dtype == torch.float32
    assert torch.allclose(cos, turned.cos() * magnitude, atol=1e-4)
    assert torch.allclose(sin, turned.sin() * magnitude, atol=1e-4)


@pytest.mark.parametrize("scaling", SCALINGS.values(), ids=SCALINGS.keys())
def test_a_scaling_changes_what_a_long_text_sees(scaling: dict[str, Any]) -> None:
    ctx = Context(torch.arange(REACHED))
    plain = Params.model_validate({"theta": 500.0}).make(HEAD)
    assert not torch.allclose(made(scaling).angles(ctx)[0], plain.angles(ctx)[0], atol=1e-2)


@pytest.mark.parametrize("name", ["dynamic", "longrope"])
def test_while_decoding_the_length_of_the_whole_text_counts(name: str) -> None:
    rope, cache, ids = made(SCALINGS[name]), Cache(1, REACHED), torch.zeros(1, 1)
    for length in (TRAINED, TRAINED + 1, REACHED):
        cache.length = length - 1
        last = [t[-1] for t in rope.angles(Context(torch.arange(length)))]
        assert torch.equal(torch.stack(last), torch.stack(rope.angles(Context.of(ids, cache)))[:, 0])


@pytest.mark.parametrize("name", ["dynamic", "longrope"])
def test_up_to_the_length_trained_on_no_length_counts(name: str) -> None:
    rope = made(SCALINGS[name])
    short, whole = (rope.angles(Context(torch.arange(n)))[0] for n in (5, TRAINED))
    assert torch.equal(short, whole[:5])
    assert not torch.allclose(rope.angles(Context(torch.arange(TRAINED + 1)))[0][:TRAINED], whole)


@pytest.mark.parametrize("layout", ["half", "interleaved"])
@pytest.mark.parametrize("scaling", [None, SCALINGS["yarn"], SCALINGS["llama3"]])
def test_products_see_distances_and_not_positions(layout: str, scaling: dict[str, Any] | None) -> None:
    rope = Params.model_validate({"theta": 100.0, "layout": layout, "scaling": scaling}).make(HEAD)
    q, k = torch.randn(2, 1, 1, 1, HEAD, generator=torch.Generator().manual_seed(0))

    def product(i: int, j: int) -> torch.Tensor:
        return (rope(q, Context(torch.tensor([i]))) * rope(k, Context(torch.tensor([j])))).sum()

    assert torch.allclose(product(3, 1), product(10, 8), atol=1e-4)
    assert not torch.allclose(product(3, 1), product(3, 2), atol=1e-3)


def test_a_fraction_leaves_the_rest_of_each_head_alone() -> None:
    rope = Params(theta=100.0, fraction=0.5).make(8)
    x = torch.randn(1, 1, 3, 8, generator=torch.Generator().manual_seed(0))
    turned = rope(x, Context(torch.arange(3)))
    assert torch.equal(turned[..., 4:], x[..., 4:])
    assert not torch.allclose(turned[:, :, 1:, :4], x[:, :, 1:, :4])


@pytest.mark.parametrize("size", [64, 80, 96, 98, 100, 128, 192, 256])
def test_any_even_number_of_channels_can_be_named_as_a_fraction(size: int) -> None:
    wanted = list(range(2, size + 1, 2))
    assert [Params(fraction=n / size).rotated(size) for n in wanted] == wanted


def test_reversed_turns_back() -> None:
    x = torch.randn(1, 1, 5, 8, generator=torch.Generator().manual_seed(0))
    there, back = (Params(reversed=way).make(8) for way in (False, True))
    ctx = Context(torch.arange(5))
    assert torch.allclose(back(there(x, ctx), ctx), x, atol=1e-6)
    assert not torch.allclose(there(x, ctx), x, atol=1e-2)


def test_layers_share_their_angles_only_where_they_turn_alike() -> None:
    ctx = Context(torch.arange(4))
    ropes = [made(s) for s in SCALINGS.values()] + [Params(theta=500.0).make(HEAD)]
    for rope in ropes:
        rope.angles(ctx)
    assert len(ctx.memo) == len(ropes)
    assert made(SCALINGS["yarn"]).angles(ctx)[0] is made(SCALINGS["yarn"]).angles(ctx)[0]


@pytest.mark.parametrize(
    "rope",
    [Rope(HEAD, theta=1e4), Rope(HEAD // 2, theta=1e4), made(SCALINGS["yarn"])],
    ids=["all", "half", "yarn"],
)
def test_where_it_is_trained_it_turns_the_same_and_gradients_turn_back(rope: Rope) -> None:
    torch.manual_seed(0)
    ctx = Context.of(torch.zeros(1, 7))
    x = torch.randn(2, 3, 7, HEAD, dtype=torch.float64, requires_grad=True)
    assert torch.allclose(rope(x, ctx), rope(x.detach(), ctx))
    assert torch.autograd.gradcheck(lambda t: rope(t, ctx), (x,))
