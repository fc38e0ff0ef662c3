"""A preset built, saved and read again: what it writes is what the trained model would write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file

from architectures.core.build import build
from architectures.core.presets import presets
from inference.core.errors import GenerationError
from inference.core.generator import Finished, Started, generate
from inference.core.loading import LoadedModel, load_model
from inference.core.options import GenerationOptions
from training.core.tokenizer import ByteTokenizer

PRESETS = ["tiny-story-writer", "tiny-gpt", "tiny-hybrid"]
VOCABULARY = 320  # padded: the tokenizer has 257


def save(slug: str, folder: Path) -> Any:
    """Save a freshly built preset as the trainer does; return the model."""
    design = next(preset.design for preset in presets() if preset.slug == slug)
    model = build(design, vocab_size=VOCABULARY).eval()
    model.init_weights(0)
    tensors = {k: v.contiguous() for k, v in model.state_dict().items() if k not in model.tied}
    save_file(tensors, folder / "model.safetensors")
    (folder / "design.json").write_text(json.dumps(design.to_json()))
    ByteTokenizer().save(folder / "tokenizer.json")
    (folder / "report.json").write_text(json.dumps({"vocab_size": VOCABULARY, "context_length": 24}))
    return model


def write(loaded: LoadedModel, prompt: str, **options: Any) -> tuple[Started, Finished]:
    started, *_, finished = generate(loaded, prompt, GenerationOptions(**options))
    assert isinstance(started, Started)
    assert isinstance(finished, Finished)
    return started, finished


@pytest.mark.parametrize("slug", PRESETS)
def test_p17_reloaded_logits_equal_the_trained_models(slug: str, tmp_path: Path) -> None:
    model = save(slug, tmp_path)
    loaded = load_model(tmp_path, torch.device("cpu"))
    ids = torch.arange(24)[None]
    with torch.inference_mode():
        assert torch.equal(loaded.model(ids), model(ids))


@pytest.mark.parametrize("slug", PRESETS)
def test_the_cache_changes_nothing(slug: str, tmp_path: Path) -> None:
    save(slug, tmp_path)
    model = load_model(tmp_path, torch.device("cpu")).model
    ids = torch.arange(20)[None]
    cache = model.new_cache(1, 24)
    with torch.inference_mode():
        whole = model(ids)
        parts = [model(part, cache=cache) for part in (ids[:, :7], *ids[:, 7:].split(1, dim=1))]
    torch.testing.assert_close(torch.cat(parts, dim=1), whole, atol=1e-4, rtol=1e-4)


def test_p19_p20_p21_a_real_model_writes_beyond_its_context(tmp_path: Path) -> None:
    save("tiny-story-writer", tmp_path)
    loaded = load_model(tmp_path, torch.device("cpu"))
    options = {"max_new_tokens": 60, "temperature": 5.0, "seed": 3}
    started, finished = write(loaded, "가나다" * 20, **options)
    assert (started.prompt_tokens, started.trimmed_tokens) == (24, 156)
    assert finished.tokens == 60 or finished.reason == "stop"
    assert write(loaded, "가나다" * 20, **options)[1].text == finished.text


def test_files_that_are_none_are_named(tmp_path: Path) -> None:
    save("tiny-gpt", tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"nonsense")
    with pytest.raises(GenerationError, match="model_unreadable"):
        load_model(tmp_path)
    (tmp_path / "design.json").write_text('{"format": 1}')
    with pytest.raises(GenerationError, match="model_unreadable"):
        load_model(tmp_path)
