"""From a design to a model that behaves."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from architectures.core.build import LanguageModel, build
from architectures.core.design import parse_design
from architectures.core.errors import DesignError


def model_of(document: Any, vocab_size: int | None = 64) -> LanguageModel:
    return build(parse_design(document), vocab_size=vocab_size).eval()


IDS = torch.randint(0, 64, (2, 12), generator=torch.Generator().manual_seed(0))


def test_p17_a_tied_head_survives_saving_and_loading(preset: Callable[[str], Any], tmp_path: Path) -> None:
    model = model_of(preset("tiny-gpt"))
    assert model.tied == {"head.weight": "tok.weight"}
    kept = {k: v.contiguous() for k, v in model.state_dict().items() if k not in model.tied}
    save_file(kept, tmp_path / "model.safetensors")

    other = model_of(preset("tiny-gpt"))
    other.init_weights(9)
    other.load_state_dict(load_file(tmp_path / "model.safetensors"), strict=False)
    assert torch.equal(other(IDS), model(IDS))


def test_tied_weights_are_one_tensor_and_learn_as_one(preset: Callable[[str], Any]) -> None:
    model = model_of(preset("tiny-gpt"))
    names = [name for name, _ in model.named_parameters()]
    assert "tok.weight" in names
    assert "head.weight" not in names
    assert model.get_parameter("head.weight") is model.get_parameter("tok.weight")


def test_the_head_reads_what_hidden_gives(preset: Callable[[str], Any]) -> None:
    model = model_of(preset("tiny-story-writer"))
    head: Any = model.get_submodule("head")
    assert torch.equal(head(model.hidden(IDS)), model(IDS))


def test_dropout_works_while_training_alone(wrapped: Callable[..., Any]) -> None:
    model = model_of(wrapped({"type": "Dropout", "p": 0.5}))
    assert torch.equal(model(IDS), model(IDS))
    model.train()
    assert not torch.equal(model(IDS), model(IDS))


def test_a_branch_that_rejoins_the_stream_starts_smaller(preset: Callable[[str], Any]) -> None:
    model = model_of(preset("tiny-gpt"))
    down, up = (model.get_parameter(f"layers.0.ffn.{name}.weight").std().item() for name in ("down", "up"))
    assert up == pytest.approx(0.02, rel=0.1)
    assert down == pytest.approx(0.02 / 6**0.5, rel=0.1)


def test_nodes_may_be_called_what_modules_have_as_names(wrapped: Callable[..., Any]) -> None:
    document = wrapped({"type": "Norm"})
    document["nodes"]["forward"] = document["nodes"].pop("it")
    document["nodes"] |= {name: {"type": "Norm"} for name in ("training", "tied", "steps", "weight")}
    document["edges"] = ["in -> tok -> forward -> training -> tied -> steps -> weight -> head -> out"]
    assert model_of(document)(IDS).shape == (2, 12, 64)


def test_the_context_is_the_shorter_of_what_is_meant_and_what_has_positions(
    preset: Callable[[str], Any],
) -> None:
    assert model_of(preset("tiny-story-writer")).context_length == 128
    short = preset("tiny-gpt")
    short["nodes"]["pos"]["max_positions"] = 32
    assert model_of(short).context_length == 32


def test_a_model_without_limits_says_so(wrapped: Callable[..., Any]) -> None:
    assert model_of(wrapped({"type": "SinusoidalPositionalEmbedding"})).context_length is None


def test_a_full_cache_is_an_error_with_both_numbers(preset: Callable[[str], Any]) -> None:
    model = model_of(preset("tiny-gpt"))
    with pytest.raises(DesignError) as caught:
        model(IDS, model.new_cache(2, 8))
    assert caught.value.values == {"length": 12, "max_length": 8}


def test_a_written_vocabulary_holds_for_the_head_too(wrapped: Callable[..., Any]) -> None:
    document = wrapped({"type": "Norm"})
    document["nodes"]["tok"]["vocab_size"] = 100
    model = model_of(document, vocab_size=80)
    assert model.vocab_size == 100
    assert model(IDS).shape[-1] == 100


def test_a_vocabulary_smaller_than_the_tokenizers_is_refused(wrapped: Callable[..., Any]) -> None:
    document = wrapped({"type": "Norm"})
    document["nodes"]["tok"]["vocab_size"] = 100
    with pytest.raises(DesignError) as caught:
        model_of(document, vocab_size=101)
    assert (caught.value.code, caught.value.values) == (
        "vocab_size_too_small", {"vocab_size": 100, "needed": 101},
    )  # fmt: skip


PARALLEL = """
import hashlib
from architectures.core.build import build
from architectures.core.design import parse_design
nodes = {f"n{i}": {"type": "Linear", "d_out": 8} for i in range(9)}
edges = [f"tok -> n{i} -> add" for i in range(9)]
nodes |= {"tok": {"type": "TokenEmbedding", "d_model": 8}, "add": {"type": "Add"}, "head": {"type": "LMHead"}}
model = build(parse_design({"nodes": nodes, "edges": ["in -> tok", *edges, "add -> head -> out"]}))
digest = hashlib.sha256()
for name, tensor in model.state_dict().items():
    digest.update(name.encode() + tensor.numpy().tobytes())
print(digest.hexdigest())
"""


def test_p13_another_process_draws_the_same_weights() -> None:
    """Sets of names are ordered differently in each process; the order of weights must not follow them."""
    said = {
        subprocess.run(
            [sys.executable, "-c", PARALLEL],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path.cwd())},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
