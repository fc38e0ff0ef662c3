"""A published folder becomes a model folder that writes what transformers writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from inference.core.generator import Finished, generate
from inference.core.imports import Imported, ImportRefused, read_folder
from inference.core.loading import load_model
from inference.core.options import GenerationOptions
from tests.inference.core.imports import published
from training.core.errors import CoreError

ROOM = {"max_parameters": 10_000_000, "max_bytes": 10**9}
MODELS: dict[str, Callable[[], Any]] = {"llama": published.llama, "gpt2": published.gpt2}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    made = tmp_path / "target"
    made.mkdir()
    return made


def read(source: Path, target: Path, **options: Any) -> Imported:
    return read_folder(source, target, **{**ROOM, **options})


@pytest.mark.parametrize("family", MODELS)
@pytest.mark.parametrize("prompt", ["One day, a small", "어느 날 토끼가"])
def test_it_writes_the_same_greedy_text(tmp_path: Path, target: Path, family: str, prompt: str) -> None:
    theirs = MODELS[family]()
    imported = read(published.save(tmp_path / "source", theirs), target)
    assert imported.family == family
    options = GenerationOptions.model_validate({"temperature": 0, "max_new_tokens": 40})
    *_, last = generate(load_model(target), prompt, options)
    assert isinstance(last, Finished)
    assert last.tokens > 10
    assert last.text == published.greedy(theirs, prompt, 40)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_half_precision_and_shards_are_read(tmp_path: Path, target: Path, dtype: torch.dtype) -> None:
    theirs = published.llama().to(dtype)
    source = published.save(tmp_path / "source", theirs, max_shard_size="40KB")
    assert len(list(source.glob("*.safetensors"))) > 1
    read(source, target)
    weights = load_file(target / "model.safetensors")
    assert {tensor.dtype for tensor in weights.values()} == {torch.float32}
    assert torch.equal(weights["tok.weight"], theirs.model.embed_tokens.weight.float())


def test_the_report_tells_where_it_comes_from(tmp_path: Path, target: Path) -> None:
    theirs = published.llama(tie_word_embeddings=True)
    imported = read(published.save(tmp_path / "source", theirs), target, origin={"hub": "owner/name"})
    report = json.loads((target / "report.json").read_text())
    assert report == imported.report
    assert (report["imported"], report["family"], report["source"]) == (True, "llama", {"hub": "owner/name"})
    assert report["n_parameters"] == theirs.num_parameters()
    assert (report["vocab_size"], report["context_length"]) == (400, 64)
    assert report["tokenizer_kind"] == "huggingface"


def test_a_config_alone_is_a_design(tmp_path: Path, target: Path) -> None:
    source = published.save(tmp_path / "source", published.llama())
    for path in source.iterdir():
        if path.name != "config.json":
            path.unlink()
    imported = read(source, target)
    assert imported.report is None
    assert imported.design["nodes"]["layers"]["count"] == 2
    assert list(target.iterdir()) == []


def drop(source: Path, name: str) -> None:
    weights = load_file(source / "model.safetensors")
    del weights[name]
    save_file(weights, source / "model.safetensors")


def put(source: Path, name: str, tensor: torch.Tensor) -> None:
    save_file({**load_file(source / "model.safetensors"), name: tensor}, source / "model.safetensors")


NORM = "model.layers.0.input_layernorm.weight"
BAD: dict[str, tuple[Callable[[Path], Any], str]] = {
    "no config": (lambda f: (f / "config.json").unlink(), "config_missing"),
    "a config that is no JSON": (lambda f: (f / "config.json").write_text("{"), "file_unreadable"),
    "an unknown family": (lambda f: published.change_config(f, model_type="t5"), "unknown_family"),
    "a tensor that is missing": (lambda f: drop(f, NORM), "weights_missing"),
    "a tensor too many": (lambda f: put(f, "model.extra", torch.ones(2)), "weights_unexpected"),
    "a tensor of another shape": (lambda f: put(f, NORM, torch.ones(47)), "weights_shape"),
    "no number": (lambda f: put(f, NORM, torch.full((48,), torch.nan)), "weights_not_numbers"),
    "infinity": (lambda f: put(f, NORM, torch.full((48,), torch.inf)), "weights_not_numbers"),
    "numbers that overflow": (lambda f: put(f, NORM, torch.full((48,), 3e38)), "weights_not_numbers"),
    "no tokenizer": (lambda f: (f / "tokenizer.json").unlink(), "tokenizer_missing"),
    "a broken tokenizer": (lambda f: (f / "tokenizer.json").write_text("[]"), "tokenizer_unreadable"),
}


@pytest.mark.parametrize(("worsen", "code"), BAD.values(), ids=list(BAD))
def test_bad_folders_are_refused_by_name_and_nothing_is_written(
    tmp_path: Path, target: Path, worsen: Callable[[Path], Any], code: str
) -> None:
    source = published.save(tmp_path / "source", published.llama())
    worsen(source)
    with pytest.raises(CoreError) as refused:
        read(source, target)
    assert refused.value.code == code
    assert list(target.iterdir()) == []


def test_a_tokenizer_of_a_larger_vocabulary_names_both_numbers(tmp_path: Path, target: Path) -> None:
    source = published.save(tmp_path / "source", published.llama())
    document = json.loads((source / "tokenizer.json").read_text())
    document["model"]["vocab"]["zzzz"] = 512
    (source / "tokenizer.json").write_text(json.dumps(document))
    with pytest.raises(ImportRefused) as refused:
        read(source, target)
    assert refused.value.code == "tokenizer_does_not_fit"
    assert refused.value.values == {"tokenizer": "513", "model": "400"}


@pytest.mark.parametrize(
    ("limit", "code"),
    [({"max_parameters": 1000}, "import_too_many_parameters"), ({"max_bytes": 1000}, "import_too_large")],
)
def test_what_is_more_than_one_may_have_is_refused(
    tmp_path: Path, target: Path, limit: dict[str, int], code: str
) -> None:
    source = published.save(tmp_path / "source", published.llama())
    with pytest.raises(ImportRefused) as refused:
        read(source, target, **limit)
    assert refused.value.code == code


def test_a_config_of_terabytes_is_refused_before_it_is_built(tmp_path: Path, target: Path) -> None:
    source = published.save(tmp_path / "source", published.llama())
    published.change_config(source, hidden_size=8192, intermediate_size=65536, head_dim=2048)
    with pytest.raises(ImportRefused) as refused:
        read(source, target)
    assert refused.value.code == "import_too_many_parameters"


def test_progress_grows(tmp_path: Path, target: Path) -> None:
    seen: list[float] = []
    read(published.save(tmp_path / "source", published.llama()), target, progress=seen.append)
    assert seen == sorted(seen)
    assert 0 < seen[0] < seen[-1] <= 1
