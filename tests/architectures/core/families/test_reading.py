"""Configurations and tensors from anywhere: read as they are meant, or refused by the name of what is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
import torch
import transformers
from torch import Tensor

from architectures.core.build import build
from architectures.core.design import parse_design
from architectures.core.errors import DesignError
from architectures.core.families import FamilyError, families, read_config
from architectures.core.families.defaults import DEFAULTS
from architectures.core.families.errors import CODES

SIZES: dict[str, Any] = {
    "vocab_size": 131,
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 64,
}
LLAMA = {"model_type": "llama", **SIZES}


def refused(config: dict[str, Any]) -> FamilyError:
    with pytest.raises(FamilyError) as caught:
        read_config(config)
    assert set(caught.value.values) == set(CODES[caught.value.code])
    return caught.value


def test_reading_a_configuration_needs_no_torch() -> None:
    code = (
        "import sys, json; from architectures.core.families import read_config;"
        "read_config(json.loads(sys.argv[1])); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, json.dumps(LLAMA)], check=False).returncode == 0


@pytest.mark.parametrize("kind", ["t5", "", None, 7, ["llama"], {}])
def test_an_unknown_family_is_told_the_known_ones(kind: Any) -> None:
    error = refused({**LLAMA, "model_type": kind})
    assert error.code == "unknown_family"
    assert {"llama", "gpt2", "qwen3"} <= set(error.values["known"].split(", "))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("hidden_act", "snake"),
        ("hidden_act", ["silu"]),
        ("hidden_size", "64"),
        ("hidden_size", -1),
        ("hidden_size", 2**40),
        ("num_hidden_layers", 0),
        ("num_hidden_layers", 10**9),
        ("num_attention_heads", True),
        ("num_attention_heads", 2.5),
        ("attention_bias", "yes"),
        ("rms_norm_eps", float("nan")),
        ("rms_norm_eps", "1e-6"),
        ("rope_parameters", [1]),
        ("rope_parameters", "default"),
        ("tie_word_embeddings", 1),
        ("vocab_size", {}),
    ],
)
def test_a_wrong_value_is_named_by_its_key(key: str, value: Any) -> None:
    assert refused({**LLAMA, key: value}).values["key"] == key


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("gemma2", "query_pre_attn_scalar"),
        ("gemma3_text", "query_pre_attn_scalar"),
        ("granite", "logits_scaling"),
    ],
)
@pytest.mark.parametrize("value", [0, -1, -0.5])
def test_what_would_divide_by_nothing_is_named(kind: str, key: str, value: float) -> None:
    assert refused({**LLAMA, "model_type": kind, key: value}).values["key"] == key


@pytest.mark.parametrize("key", ["vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads"])
def test_a_size_that_is_missing_is_named(key: str) -> None:
    error = refused({k: v for k, v in LLAMA.items() if k != key})
    assert (error.code, error.values["key"]) == ("config_key_missing", key)


@pytest.mark.parametrize("key", ["rope_type", "type"])
def test_an_unknown_scaling_of_rope_is_named(key: str) -> None:
    error = refused({**LLAMA, "rope_scaling": {key: "spiral", "factor": 2.0}})
    assert (error.code, error.values["key"]) == ("config_key_unsupported", key)
    assert "yarn" in error.values["known"]


@pytest.mark.parametrize(
    "changes", [{"num_attention_heads": 5}, {"num_attention_heads": 0}, {"hidden_size": 0}]
)
def test_sizes_that_cannot_be_are_refused_by_one_of_both(changes: dict[str, Any]) -> None:
    with pytest.raises((FamilyError, DesignError)):
        build(parse_design(read_config({**LLAMA, **changes})[1]), device="meta")


def test_old_and_new_spelling_of_rope_are_one() -> None:
    scaling = {"factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0}
    scaling["original_max_position_embeddings"] = 16
    old = {"rope_theta": 5e5, "rope_scaling": {"type": "llama3", **scaling}}
    new = {"rope_parameters": {"rope_type": "llama3", "rope_theta": 5e5, **scaling}}
    assert read_config({**LLAMA, **old})[1] == read_config({**LLAMA, **new})[1]


@pytest.mark.parametrize("kind", sorted(DEFAULTS))
def test_what_is_left_out_is_as_the_published_class_has_it(kind: str) -> None:
    default = transformers.AutoConfig.for_model(kind)
    sizes = {**SIZES, "hidden_size": 512, "num_attention_heads": 32}
    for key in ("num_key_value_heads", "max_position_embeddings"):
        del sizes[key]
    whole = json.loads(json.dumps(type(default)(**sizes).to_dict()))
    assert read_config({"model_type": kind, **sizes})[1] == read_config(whole)[1]


def test_a_window_that_is_null_is_none() -> None:
    _, document = read_config({**LLAMA, "model_type": "mistral", "sliding_window": None})
    assert "window" not in document["nodes"]["layers"]["nodes"]["attn"]


# tensors


@pytest.fixture
def tensors() -> dict[str, Tensor]:
    """Those of a Llama, as they are published."""
    family, document = read_config(LLAMA)
    return family.weights_out(build(parse_design(document)).state_dict(), LLAMA)


def test_a_tensor_that_is_missing_is_named(tensors: dict[str, Tensor]) -> None:
    del tensors["model.layers.1.mlp.up_proj.weight"]
    with pytest.raises(FamilyError) as caught:
        families()["llama"].weights_in(tensors, LLAMA)
    assert caught.value.code == "weights_missing"
    assert "layers.1" in caught.value.values["names"]


def test_a_tensor_too_many_is_named(tensors: dict[str, Tensor]) -> None:
    tensors["model.layers.2.mlp.up_proj.weight"] = torch.zeros(96, 64)
    with pytest.raises(FamilyError) as caught:
        families()["llama"].weights_in(tensors, LLAMA)
    assert caught.value.code == "weights_unexpected"
    assert caught.value.values["names"] == "model.layers.2.mlp.up_proj.weight"


def test_a_tensor_of_another_shape_is_named(tensors: dict[str, Tensor]) -> None:
    tensors["model.norm.weight"] = torch.zeros(65)
    with pytest.raises(FamilyError) as caught:
        families()["llama"].weights_in(tensors, LLAMA)
    assert (caught.value.code, caught.value.values["name"]) == ("weights_shape", "model.norm.weight")


def test_frequencies_that_old_files_keep_are_passed_over(tensors: dict[str, Tensor]) -> None:
    tensors["model.layers.0.self_attn.rotary_emb.inv_freq"] = torch.zeros(8)
    assert "tok.weight" in families()["llama"].weights_in(tensors, LLAMA)


def test_a_tied_head_may_be_stored_but_only_as_the_embedding(tensors: dict[str, Tensor]) -> None:
    tied = {**LLAMA, "tie_word_embeddings": True}
    same = {**tensors, "lm_head.weight": tensors["model.embed_tokens.weight"].clone()}
    assert "head.weight" not in families()["llama"].weights_in(same, tied)
    with pytest.raises(FamilyError) as caught:
        families()["llama"].weights_in(tensors, tied)
    assert caught.value.code == "tied_head_differs"
