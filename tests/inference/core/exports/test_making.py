"""Whole exports of models trained here: written, proven by another program, packed, and used by a stranger."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from inference.core.exports import FORMATS
from inference.core.exports.errors import ExportError, Refused
from inference.core.exports.making import Made, make
from inference.core.exports.process import Limits, run
from inference.core.exports.proof import prove
from inference.core.exports.writing import write
from inference.core.generator import generate
from inference.core.loading import load_model
from inference.core.options import GenerationOptions
from training.core.tokenizer import train_tokenizer

PROMPT = "One day"
LIMITS = Limits(seconds=240)
# What anybody types who has the folder and transformers, and nothing of ours.
STRANGER = """
import sys
from importlib.util import find_spec
assert not any(map(find_spec, ("inference", "architectures", "training", "common")))
from transformers import AutoModelForCausalLM, AutoTokenizer
trust = {"trust_remote_code": sys.argv[2] == "own"}
model = AutoModelForCausalLM.from_pretrained(sys.argv[1], **trust)
tokenizer = AutoTokenizer.from_pretrained(sys.argv[1], **trust)
ids = tokenizer(sys.argv[3], return_tensors="pt")
out = model.generate(**ids, max_new_tokens=20, do_sample=False)
print(type(model).__name__)
print(repr(tokenizer.decode(out[0, ids["input_ids"].shape[1]:], skip_special_tokens=True)))
"""


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Made]:
    """A factory: the export of a model folder, proven."""

    def made(slug: str, model: Path) -> Made:
        work = tmp_path / f"work-{slug}"
        work.mkdir()
        return make(slug, model, work, lambda _: None, LIMITS)

    return made


def written_by_the_product(model: Path) -> str:
    options = GenerationOptions(max_new_tokens=20, temperature=0.0)
    *_, finished = generate(load_model(model, torch.device("cpu")), PROMPT, options)
    return str(finished.text)  # type: ignore[union-attr]


def written_by_a_stranger(made: Made, own: bool) -> tuple[str, str]:
    folder = made.file.parent / "unpacked"
    with zipfile.ZipFile(made.file) as archive:
        archive.extractall(folder)
    command = [sys.executable, "-I", "-c", STRANGER, str(folder), "own" if own else "family", PROMPT]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    name, text = done.stdout.strip().splitlines()[-2:]
    return name, json.loads(json.dumps(eval(text)))  # noqa: S307 (what repr printed a line above)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("slug", "tied", "architecture"),
    [
        ("tiny-gpt", True, "GPT2LMHeadModel"),
        ("tiny-hybrid", False, "SLMForCausalLM"),
    ],
)
def test_a_stranger_with_transformers_writes_the_same_text(
    design_of: Any, trained: Any, export: Any, slug: str, tied: bool, architecture: str
) -> None:
    model = trained(design_of(slug, tied=tied), steps=20 if tied else 12)
    made = export("huggingface", model)
    assert made.proof.loader == "transformers"
    assert made.proof.max_difference < 2e-5
    found, text = written_by_a_stranger(made, own=architecture.startswith("SLM"))
    assert (found, text) == (architecture, written_by_the_product(model))
    assert len(text) > 5


@pytest.mark.slow
@pytest.mark.parametrize("form", ["onnx", "pytorch"])
@pytest.mark.parametrize("slug", ["tiny-gpt", "tiny-hybrid"])
def test_other_forms_compute_the_same(
    design_of: Any, trained: Any, export: Any, form: str, slug: str
) -> None:
    made = export(form, trained(design_of(slug)))
    assert made.proof.max_difference < 2e-5
    names = set(zipfile.ZipFile(made.file).namelist())
    wanted = {
        "onnx": {"model.onnx"},
        "pytorch": {"model.py", "model.safetensors", "tokenizer.json", "README.md"},
    }
    assert wanted[form] <= names


@pytest.mark.slow
@pytest.mark.parametrize("slug", ["tiny-gpt", "llama-style"])
def test_llama_cpp_computes_a_model_trained_here(
    design_of: Any, trained: Any, export: Any, slug: str
) -> None:
    proof = export("gguf", trained(design_of(slug), steps=30)).proof
    if find_spec("llama_cpp") is None:
        assert proof.max_difference is None
    else:
        assert proof.loader == "llama-cpp-python"
        assert proof.max_difference < (5e-2 if slug == "tiny-gpt" else 1e-4)


@pytest.mark.slow
def test_mlflow_loads_a_model_with_nothing_of_ours(design_of: Any, trained: Any, export: Any) -> None:
    made = export("mlflow", trained(design_of("tiny-hybrid"), steps=1))
    assert (made.proof.loader, made.proof.max_difference < 2e-5) == ("mlflow", True)
    names = set(zipfile.ZipFile(made.file).namelist())
    assert {"MLmodel", "data/model.pth", "extra_files/tokenizer.json"} <= names


def test_a_design_that_llama_cpp_does_not_know_is_refused(design_of: Any, trained: Any, export: Any) -> None:
    with pytest.raises(Refused) as refused:
        export("gguf", trained(design_of("tiny-hybrid"), steps=1))
    assert refused.value.code == "family_unknown_to_llama_cpp"


def test_a_tokenizer_that_gguf_cannot_hold_is_refused(design_of: Any, trained: Any, export: Any) -> None:
    model = trained(design_of("llama-style"), steps=1, tokenizer=train_tokenizer("bytes", []))
    with pytest.raises(Refused) as refused:
        export("gguf", model)
    assert (refused.value.code, refused.value.values) == ("tokenizer_not_expressible", {"kind": "bytes"})


@pytest.fixture
def parts(design_of: Any, trained: Any, tmp_path: Path) -> Callable[[str], tuple[Path, Path]]:
    """A factory: (export, reference) as they are before the proof."""

    def made(slug: str) -> tuple[Path, Path]:
        folder, reference = tmp_path / "export", tmp_path / "reference"
        folder.mkdir()
        reference.mkdir()
        assert "refused" not in write(slug, trained(design_of("llama-style")), folder, reference)
        return folder, reference

    return made


def proven(slug: str, folder: Path, reference: Path) -> Any:
    return prove(FORMATS[slug], folder, reference, limits=LIMITS, log=reference / "log.txt")


def tamper(folder: Path, change: Callable[[dict[str, torch.Tensor]], None]) -> None:
    tensors = load_file(folder / "model.safetensors")
    change(tensors)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})


@pytest.mark.slow
def test_an_export_that_was_tampered_with_is_refused(parts: Any) -> None:
    folder, reference = parts("huggingface")

    def scale(tensors: dict[str, torch.Tensor]) -> None:
        tensors["model.layers.0.mlp.up_proj.weight"] *= 1.01

    tamper(folder, scale)
    with pytest.raises(Refused) as refused:
        proven("huggingface", folder, reference)
    assert refused.value.code == "difference_too_large"
    assert refused.value.values["difference"] > 1e-4


@pytest.mark.slow
def test_a_tensor_that_is_missing_is_named(parts: Any) -> None:
    folder, reference = parts("huggingface")
    tamper(folder, lambda tensors: tensors.__delitem__("model.layers.0.mlp.up_proj.weight"))
    with pytest.raises(Refused) as refused:
        proven("huggingface", folder, reference)
    assert refused.value.code == "missing_keys"
    assert refused.value.values["first"] == "model.layers.0.mlp.up_proj.weight"


def run_python(code: str, folder: Path, **limits: Any) -> str:
    return run(
        [sys.executable, "-c", code], step="proof", limits=Limits(**limits), cwd=folder, log=folder / "log"
    )


@pytest.mark.parametrize(
    ("code", "limits", "named"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", {}, "export_died"),
        ("raise SystemExit(3)", {}, "export_broke"),
        ("import time; time.sleep(60)", {"seconds": 0.3}, "export_too_slow"),
        ("x = bytearray(300 << 20); import time; time.sleep(60)", {"n_bytes": 200 << 20}, "export_too_large"),
    ],
)
def test_however_a_process_ends_it_has_a_name(
    code: str, limits: dict[str, Any], named: str, tmp_path: Path
) -> None:
    with pytest.raises(ExportError) as error:
        run_python(code, tmp_path, **limits)
    assert error.value.code == named
    if named == "export_died":
        assert error.value.values["signal"] == signal.SIGKILL.name


def test_a_proof_sees_nothing_of_the_product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = str(Path(__file__).resolve().parents[4])
    monkeypatch.setenv("PYTHONPATH", root)  # ignored: the process is isolated
    (tmp_path / "reference.json").write_text("{}")
    with pytest.raises(ExportError) as error:
        prove(FORMATS["onnx"], tmp_path, tmp_path, limits=LIMITS, log=tmp_path / "log.txt")
    assert error.value.code == "export_broke"  # it looked for the file, not at the product
    assert "process_not_clean" not in (tmp_path / "log.txt").read_text()


@pytest.mark.slow
def test_a_block_without_an_onnx_form_is_named(design_of: Any, trained: Any, export: Any) -> None:
    document = design_of("tiny-hybrid")
    layers = document["nodes"]["layers"]
    layers.pop("patterns", None)
    layers["count"] = 1
    layers["nodes"]["attn"] = {
        "type": "GatedDeltaNet",
        "n_k_heads": 2,
        "n_v_heads": 4,
        "k_dim": 8,
        "v_dim": 8,
    }
    with pytest.raises(Refused) as refused:
        export("onnx", trained(document, steps=1))
    assert refused.value.code == "block_not_expressible"
    assert (refused.value.values["block"], refused.value.values["type"]) == ("layers.attn", "GatedDeltaNet")
