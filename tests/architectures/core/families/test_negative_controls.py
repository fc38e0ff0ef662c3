"""One fact wrong at a time: each must show in the comparison, or the comparison proves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from architectures.core.build import build
from tests.architectures.core.families.cases import CASES
from tests.architectures.core.families.published import LIMIT, Edit, Pair, filled, pair

pytestmark = pytest.mark.slow

SEEN = 3 * LIMIT  # the two kinds of GELU are as near as 5e-4; all others differ by far more
BY_NAME = {case.name: case for case in CASES}
Spoil = Callable[[Pair], dict[str, Tensor]]


def layer(document: dict[str, Any]) -> dict[str, Any]:
    return document["nodes"]["layers"]["nodes"]


def variants(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for pattern in document["nodes"]["layers"].get("patterns", []):
        yield from pattern["variants"].values()


def param(node: str, **values: Any) -> Edit:
    """Other parameters of a node of every layer; None takes one away."""

    def edit(document: dict[str, Any]) -> None:
        layer(document)[node].update(values)

    return edit


def qk_norm(**values: Any) -> Edit:
    def edit(document: dict[str, Any]) -> None:
        layer(document)["attn"]["qk_norm"].update(values)

    return edit


def rope(**values: Any) -> Edit:
    """Other RoPE in all layers, those of variants too."""

    def edit(document: dict[str, Any]) -> None:
        found = [layer(document)["attn"], *(v.get("attn", {}) for v in variants(document))]
        for attn in found:
            if attn.get("rope"):
                attn["rope"].update(values)

    return edit


def norms(**values: Any) -> Edit:
    """Other parameters of all norms, the last one too."""

    def edit(document: dict[str, Any]) -> None:
        for node in [*layer(document).values(), *document["nodes"].values()]:
            if node["type"] == "Norm":
                node.update(values)

    return edit


def window(change: int) -> Edit:
    def edit(document: dict[str, Any]) -> None:
        for variant in variants(document):
            if "window" in variant.get("attn", {}):
                variant["attn"]["window"] += change

    return edit


def leaked_scaling(document: dict[str, Any]) -> None:
    """The scaling of global layers in local ones too, as a deep merge of overrides would have it."""
    scaling = layer(document)["attn"]["rope"]["scaling"]
    for variant in variants(document):
        if "rope" in variant.get("attn", {}):
            variant["attn"]["rope"]["scaling"] = scaling


def unscaled_embedding(document: dict[str, Any]) -> None:
    del document["nodes"]["tok"]["scale"]


def uncapped_head(document: dict[str, Any]) -> None:
    del document["nodes"]["head"]["logit_softcap"]


def unscaled_head(document: dict[str, Any]) -> None:
    del document["nodes"]["head"]["logit_scale"]


def no_offset(document: dict[str, Any]) -> None:
    """Positions counted from the start of the table; as many rows as before."""
    pos = document["nodes"]["pos"]
    pos["max_positions"] += pos.pop("offset")


WRONG: dict[str, tuple[str, Edit]] = {
    "gpt2: the exact GELU": ("gpt2", param("ffn", activation="gelu")),
    "gpt_neox: the GELU with tanh": ("gpt_neox", param("ffn", activation="gelu_tanh")),
    "llama3: neighbours paired": ("llama3", rope(layout="interleaved")),
    "gptj: halves paired": ("gptj", rope(layout="half")),
    "llama3: no scaling of RoPE": ("llama3", rope(scaling=None)),
    "llama3: scale of other heads": ("llama3", param("attn", scale=16**-0.5)),
    "gpt_neox: all of a head rotated": ("gpt_neox", rope(fraction=1.0)),
    "nanochat: turned the other way": ("nanochat", rope(reversed=False)),
    "nanochat: another theta": ("nanochat", rope(theta=20_000.0)),
    "qwen3: qk-norm after RoPE": ("qwen3", qk_norm(when="post_rope")),
    "mistral: a key more": ("mistral", param("attn", window=10)),
    "mistral: a key less": ("mistral", param("attn", window=8)),
    "gemma3: a key more": ("gemma3", window(1)),
    "gemma3: a key less": ("gemma3", window(-1)),
    "gemma3: gain without offset": ("gemma3", norms(weight_offset=0)),
    "gemma3: qk-norm without offset": ("gemma3", qk_norm(weight_offset=0)),
    "gemma3: scale of head_dim": ("gemma3", param("attn", scale=32**-0.5)),
    "gemma3: embedding as it is": ("gemma3", unscaled_embedding),
    "gemma3: one theta for all": ("gemma3", rope(theta=1e6)),
    "gemma3: scaling in local layers": ("gemma3", leaked_scaling),
    "gemma2: scores not capped": ("gemma2", param("attn", logit_softcap=None)),
    "gemma2: logits not capped": ("gemma2", uncapped_head),
    "olmo1: not clipped": ("olmo1", param("attn", clip_qkv=None)),
    "granite: branches as they are": ("granite", param("add1", branch_scale=1.0)),
    "granite: logits as they are": ("granite", unscaled_head),
    "bloom: no ALiBi": ("bloom_alibi", param("attn", position_bias=None)),
    "opt: positions from the first row": ("opt_pos_offset_2", no_offset),
}


@pytest.mark.parametrize(("name", "edit"), WRONG.values(), ids=WRONG)
def test_a_wrong_fact_shows(name: str, edit: Edit) -> None:
    assert pair(BY_NAME[name], edit=edit).difference() > SEEN


EPS: dict[str, tuple[str, Edit]] = {
    "layer norms": ("gpt2", norms(eps=1e-5)),
    "rms norms": ("llama3", norms(eps=1e-5)),
    "rms norms with offset": ("gemma3", norms(eps=1e-6)),
    "norms of queries and keys": ("qwen3", qk_norm(eps=1e-6)),
}


@pytest.mark.parametrize(("name", "edit"), EPS.values(), ids=EPS)
def test_a_wrong_eps_shows_once_it_is_large(name: str, edit: Edit) -> None:
    assert pair(BY_NAME[name], eps=1e-2, edit=edit).difference() > SEEN


def turned(found: Pair) -> dict[str, Tensor]:
    """Square matrices as GPT-2's files have them: they load, and are wrong."""
    return {n: t.T if n.endswith("attn.o.weight") else t for n, t in found.ours.state_dict().items()}


def swapped(found: Pair) -> dict[str, Tensor]:
    """Gate and up the other way round: of one shape, from one fused matrix."""
    other = {"gate": "up", "up": "gate"}
    weights = found.ours.state_dict()
    return {n: weights[_swapped_name(n, other)] for n in weights}


def _swapped_name(name: str, other: dict[str, str]) -> str:
    parts = name.split(".")
    return ".".join(other.get(part, part) for part in parts) if "ffn" in parts else name


def one_after_the_other(found: Pair) -> dict[str, Tensor]:
    """The rows of query, key and value taken in thirds, where they are stored head by head."""
    weights = dict(found.ours.state_dict())
    for name, stored in found.tensors.items():
        place = name.split(".")
        if "query_key_value" in place:
            parts = stored.chunk(3, 0)
            weights |= {
                f"layers.{place[2]}.attn.{n}.{place[-1]}": t for n, t in zip("qkv", parts, strict=True)
            }
    return weights


SPOILT: dict[str, tuple[str, Spoil]] = {
    "gpt2: a square matrix not transposed": ("gpt2", turned),
    "phi3: gate and up exchanged": ("phi3", swapped),
    "gpt_neox: heads not taken apart": ("gpt_neox", one_after_the_other),
    "bloom: heads not taken apart": ("bloom_alibi", one_after_the_other),
}


@pytest.mark.parametrize(("name", "spoil"), SPOILT.values(), ids=SPOILT)
def test_a_wrong_place_of_weights_shows(name: str, spoil: Spoil) -> None:
    found = pair(BY_NAME[name])
    kept = {n: t.clone() for n, t in spoil(found).items()}
    spoilt = replace(found, ours=filled(build(found.design), kept))
    assert torch.isfinite(spoilt.ours(found.ids)).all()
    assert spoilt.difference() > SEEN
