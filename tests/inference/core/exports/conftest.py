"""Model folders as a training leaves them: trained for a few seconds on the generated stories."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from torch.nn import functional as F

from architectures.core.build import build
from architectures.core.design import parse_design
from architectures.core.presets import presets
from training.core.stories import stories
from training.core.tokenizer import Tokenizer, train_tokenizer

CONTEXT = 48
VOCABULARY = 320


@pytest.fixture(scope="session")
def documents() -> list[str]:
    return list(islice(stories("en", 0), 300))


@pytest.fixture(scope="session")
def bpe(documents: list[str]) -> Tokenizer:
    return train_tokenizer("bpe", documents, vocab_size=VOCABULARY)


@pytest.fixture
def design_of() -> Callable[..., dict[str, Any]]:
    """A factory: a shipped preset made small, its head tied to the embedding or not."""

    def make(slug: str, *, tied: bool = True) -> dict[str, Any]:
        document = next(preset.design for preset in presets() if preset.slug == slug).to_json()
        if slug == "llama-style":
            document["vars"] |= {"d_model": 128, "context_length": 64}
            document["nodes"]["layers"]["count"] = 3
            document["nodes"]["layers"]["nodes"]["ffn"]["d_ff"] = 256
        head = document["nodes"]["head"]
        head.pop("tie_to", None)
        if tied:
            head["tie_to"] = "tok"
        return document

    return make


@pytest.fixture
def trained(bpe: Tokenizer, documents: list[str], tmp_path: Path) -> Callable[..., Path]:
    """A factory: a model folder of this design after so many steps, with weights that say something."""

    def make(document: dict[str, Any], steps: int = 8, tokenizer: Tokenizer | None = None) -> Path:
        tokenizer = tokenizer or bpe
        model = build(parse_design(document), vocab_size=tokenizer.vocab_size)
        learn(model, tokenizer, documents, steps)
        folder = tmp_path / "model"
        folder.mkdir()
        tensors = {k: v.contiguous() for k, v in model.state_dict().items() if k not in model.tied}
        save_file(tensors, folder / "model.safetensors")
        (folder / "design.json").write_text(json.dumps(document))
        tokenizer.save(folder / "tokenizer.json")
        facts = {"vocab_size": tokenizer.vocab_size, "context_length": CONTEXT}
        (folder / "report.json").write_text(json.dumps(facts))
        return folder

    return make


def learn(model: Any, tokenizer: Tokenizer, documents: list[str], steps: int) -> None:
    torch.manual_seed(0)
    ids = torch.tensor([i for text in documents[:60] for i in (tokenizer.eot_id, *tokenizer.encode(text))])
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for _ in range(steps):
        starts = torch.randint(len(ids) - CONTEXT - 1, (8,))
        rows = torch.stack([ids[s : s + CONTEXT + 1] for s in starts])
        loss = F.cross_entropy(model(rows[:, :-1]).flatten(0, 1), rows[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
