"""An exported file stands alone, and computes what the product's model does."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any

import pytest
import torch
from ruff.__main__ import find_ruff_bin

from architectures.core.blocks import BlockSpec, registry
from architectures.core.build import build
from architectures.core.codegen import model_file, proof, prove, shrunk
from architectures.core.codegen.proof import Trial
from architectures.core.design import DesignError, parse_design
from architectures.core.presets import Preset, presets
from tests.architectures.core.blocks.test_contract import NEEDED

Document = dict[str, Any]
ALLOWED = {"__future__", "torch", "math", "dataclasses", "collections", "typing", "safetensors"}
MAX_LINES = 700
every_preset = pytest.mark.parametrize("preset", presets(), ids=lambda p: p.slug)
every_module = pytest.mark.parametrize(
    "spec", [s for s in registry().values() if not s.block.container], ids=lambda s: s.name
)


def around(spec: BlockSpec) -> Document:
    """A design of one block, and what it takes to make one."""
    it = {"type": spec.name, **NEEDED.get(spec.name, {})}
    nodes: Document = {"tok": {"type": "TokenEmbedding", "d_model": 16}, "it": it, "head": {"type": "LMHead"}}
    edges = ["in -> tok -> it -> head -> out"]
    if spec.block.inputs[0].many:
        nodes["norm"], edges = {"type": "Norm"}, [*edges, "tok -> norm -> it"]
    if spec.block.inputs[0].kind == "tokens":
        nodes, edges = {"it": it, "head": nodes["head"]}, ["in -> it -> head -> out"]
    if spec.block.output.kind == "logits":
        nodes, edges = {"tok": nodes["tok"], "it": it}, ["in -> tok -> it -> out"]
    return {"nodes": nodes, "edges": edges}


@cache
def file_of(slug: str) -> str:
    return model_file(next(preset.design for preset in presets() if preset.slug == slug))


def loaded(text: str) -> ModuleType:
    import sys

    module = sys.modules["exported"] = ModuleType("exported")
    exec(compile(text, "model.py", "exec"), module.__dict__)  # noqa: S102 - our own
    return module


@every_module
def test_every_block_is_written_out_and_proven(spec: BlockSpec, stranger: Trial) -> None:
    assert prove(parse_design(around(spec)), stranger) <= 1e-5


@every_preset
def test_every_preset_is_proven(preset: Preset, stranger: Trial) -> None:
    assert prove(preset.design, stranger) <= 1e-5


@pytest.mark.parametrize(("slug", "at"), [("mini-mistral", 32), ("mistral-7b", 8), ("gemma-3-270m", 8)])
def test_a_wrong_window_fails_the_proof(
    slug: str, at: int, stranger: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts of a trial are longer than its windows, also where sizes are reduced."""

    def spoilt(*given: Any, **options: Any) -> str:
        text = model_file(*given, **options)
        assert f"window: int = {at}" in text
        return text.replace(f"window: int = {at}", f"window: int = {at - 1}")

    monkeypatch.setattr(proof, "model_file", spoilt)
    with pytest.raises(proof.ProofError, match="logits differ"):
        prove(next(p.design for p in presets() if p.slug == slug), stranger)


def test_what_was_tried_at_smaller_sizes_says_so(preset: Callable[[str], Document]) -> None:
    large, small = (parse_design(preset(slug)) for slug in ("gpt2-small", "mini-gpt2"))
    assert "at smaller sizes" in model_file(large, proof=0.0)
    assert "at smaller sizes" not in model_file(small, proof=0.0)


@every_preset
def test_at_full_size_parameters_have_the_same_names_and_shapes(preset: Preset) -> None:
    with torch.device("meta"):
        module = loaded(file_of(preset.slug))
        written = module.Model(module.Config()).state_dict()
    ours = build(preset.design, device="meta").state_dict()
    assert {k: v.shape for k, v in written.items()} == {k: v.shape for k, v in ours.items()}


@every_preset
def test_a_file_is_clean_code_that_imports_torch_alone(preset: Preset) -> None:
    text = file_of(preset.slug)
    roots = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Import | ast.ImportFrom)]
    names = {(n.module if isinstance(n, ast.ImportFrom) else n.names[0].name) or "" for n in roots}
    assert {name.split(".")[0] for name in names} <= ALLOWED
    assert "architectures" not in text
    assert "ctx" not in text
    assert len(text.splitlines()) < MAX_LINES
    options = ["--config", "pyproject.toml", "--ignore", "ANN", "--stdin-filename", "model.py", "-"]
    checked = subprocess.run(
        [find_ruff_bin(), "check", *options], input=text, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_layers_that_differ_are_named_after_their_variants(preset: Callable[[str], Document]) -> None:
    text = model_file(parse_design(preset("tiny-hybrid")))
    assert "class LocalAttention(" in text
    assert "class GlobalLayer(" in text
    assert "(LocalLayer, LocalLayer, GlobalLayer)[i % 3](config)" in text


def test_layers_that_differ_in_numbers_share_a_class(repeated: Callable[..., Document]) -> None:
    variants = {"a": {"attn": {"n_heads": 2}}, "b": {"attn": {"n_heads": 4}}}
    document = repeated(3, [{"assign": {"list": ["a", "b", "a"]}, "variants": variants}])
    text = model_file(parse_design(document))
    assert text.count("class Attention(") == 1
    assert prove(parse_design(document)) <= 1e-5


def test_nodes_may_have_any_name(wrapped: Callable[..., Document]) -> None:
    document = wrapped({"type": "Norm"})
    names = ["class", "forward", "training", "x", "config"]
    document["nodes"] |= {name: {"type": "FeedForward", "d_ff": 8} for name in names}
    document["edges"] = [f"in -> tok -> it -> {' -> '.join(names)} -> head -> out"]
    assert prove(parse_design(document)) <= 1e-5


def test_nobody_types_code_into_a_title(preset: Callable[[str], Document]) -> None:
    document = preset("tiny-gpt")
    document["meta"]["title"] = '""" + exit() + """ \\'
    tree = ast.parse(model_file(parse_design(document)))
    assert "exit" in str(ast.get_docstring(tree))


def test_a_smaller_sibling_keeps_every_kind_of_layer(preset: Callable[[str], Document]) -> None:
    small = shrunk(parse_design(preset("tiny-hybrid")))
    text = model_file(small)
    assert "class LocalLayer(" in text
    assert "class GlobalLayer(" in text
    assert small.vars["d_model"] < 96


def test_an_unsound_design_is_named() -> None:
    with pytest.raises(DesignError):
        model_file(parse_design({"nodes": {}, "edges": []}))
