"""Folders as models are published: small, whole, and made worse by each test."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models

VOCAB = {"a": 0, "b": 1, " ": 2, "</s>": 3}


@pytest.fixture
def tensors() -> dict[str, torch.Tensor]:
    return {"one": torch.ones(2, 3), "two": torch.zeros(4, dtype=torch.bfloat16)}


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    """`save({"one": …}, "model.safetensors")` writes a sound file."""

    def write(content: dict[str, torch.Tensor], name: str = "model.safetensors") -> Path:
        save_file(content, tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def craft(tmp_path: Path) -> Callable[..., Path]:
    """`craft(header, data)` writes the bytes of a safetensors file by hand."""

    def write(header: Any, data: bytes = b"", name: str = "model.safetensors") -> Path:
        text = header if isinstance(header, bytes) else json.dumps(header).encode()
        (tmp_path / name).write_bytes(len(text).to_bytes(8, "little") + text + data)
        return tmp_path / name

    return write


def write_tokenizer(folder: Path) -> None:
    made = Tokenizer(models.BPE(vocab=VOCAB, merges=[]))
    made.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps({"eos_token": "</s>"}))
