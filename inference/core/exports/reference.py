"""What a model computes here, to be compared with what others compute with an export of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from inference.core.exports.errors import Refused
from inference.core.generator import read_prompt
from inference.core.loading import LoadedModel

TENSORS, FACTS = "reference.safetensors", "reference.json"
SEED = 2026
BATCH = 2
SHORT = 7
MOST_LOGITS = 1 << 24  # of one batch: 64 MiB
N_WRITTEN = 24
PROMPTS = ("One day", "어느 날", "1")


@dataclass(frozen=True)
class Reference:
    """`tensors`: ids0, logits0, ids1, … of the fixed batches; and what the model writes greedily after `prompt`.
    `margins`: how much likelier each written token was than the next, in logits. `n_known`: ids the tokenizer has."""

    tensors: dict[str, Tensor]
    prompt: str
    prompt_ids: list[int]
    written: list[int]
    margins: list[float]
    n_known: int

    def save(self, folder: Path) -> None:
        save_file(self.tensors, folder / TENSORS)
        facts: dict[str, Any] = {
            "prompt": self.prompt,
            "prompt_ids": self.prompt_ids,
            "written": self.written,
            "margins": self.margins,
            "n_known": self.n_known,
        }
        (folder / FACTS).write_text(json.dumps(facts), encoding="utf-8")


@torch.inference_mode()
def reference(loaded: LoadedModel) -> Reference:
    """Compute the reference of a model on its device. Raises Refused("weights_not_finite")."""
    prompt = next((text for text in PROMPTS if not loaded.tokenizer.unknown(text)), "")
    prompt_ids = read_prompt(prompt, loaded.tokenizer, loaded.context_length).ids
    written, margins = greedy(loaded, prompt_ids)
    return Reference(batches(loaded), prompt, prompt_ids, written, margins, loaded.tokenizer.vocab_size)


def batches(loaded: LoadedModel) -> dict[str, Tensor]:
    """Ids that the tokenizer has, drawn from a fixed seed, at three shapes: one token, a few, a full context."""
    draw = torch.Generator().manual_seed(SEED)
    known = loaded.allowed.nonzero().flatten()
    longest = max(1, min(loaded.context_length, MOST_LOGITS // loaded.model.vocab_size))
    shapes = ((1, 1), (BATCH, min(SHORT, longest)), (1, longest))
    found: dict[str, Tensor] = {}
    for index, shape in enumerate(shapes):
        ids = known[torch.randint(len(known), shape, generator=draw)]
        logits = loaded.model(ids.to(loaded.device)).float().cpu()
        if not torch.isfinite(logits).all():
            raise Refused("weights_not_finite")
        found |= {f"ids{index}": ids, f"logits{index}": logits.contiguous()}
    return found


def greedy(loaded: LoadedModel, prompt_ids: list[int]) -> tuple[list[int], list[float]]:
    """Return the likeliest continuation, to the end of the text at most, and the lead of each token."""
    ids, margins = list(prompt_ids), []
    size = min(loaded.context_length, len(ids) + N_WRITTEN)
    never = torch.where(loaded.allowed, 0.0, float("-inf"))
    while len(ids) < size:
        logits = loaded.model(torch.tensor([ids], device=loaded.device))[0, -1].float().cpu() + never
        best = logits.topk(2)
        ids.append(int(best.indices[0]))
        margins.append(float(best.values[0] - best.values[1]))
        if ids[-1] == loaded.tokenizer.eot_id:
            break
    return ids[len(prompt_ids) :], margins
