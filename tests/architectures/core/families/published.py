"""A published model at random weights, saved as it is published, and ours read from what was saved."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers
from safetensors.torch import load_file
from torch import Tensor, nn

from architectures.core.build import LanguageModel, build
from architectures.core.design import Design, parse_design
from architectures.core.families import Family, read_config
from tests.architectures.core.families.cases import LENGTH, Case

EPS_KEYS = ("rms_norm_eps", "layer_norm_eps", "layer_norm_epsilon", "norm_epsilon", "norm_eps")
MATRIX_STD = 0.1
LIMIT, SCAN_LIMIT = 1e-4, 2e-4
Edit = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Pair:
    """The published model and what was read from its files."""

    published: Any
    config: Mapping[str, Any]
    tensors: Mapping[str, Tensor]
    family: Family
    design: Design
    ours: LanguageModel
    ids: Tensor

    @torch.no_grad()
    def difference(self) -> float:
        """The largest difference of two logits."""
        return float((self.published(self.ids, use_cache=False).logits - self.ours(self.ids)).abs().max())


def pair(case: Case, *, eps: float | None = None, edit: Edit = lambda _: None) -> Pair:
    """Save a published model and read it. `edit` may spoil the design document in between."""
    config = getattr(transformers, case.config)(**case.values)
    for key in EPS_KEYS:
        if eps is not None and hasattr(config, key):
            setattr(config, key, eps)
    auto: Any = transformers.AutoModelForCausalLM
    published = auto.from_config(config, attn_implementation="eager").float().eval()
    randomise(published)
    published.tie_weights()
    with tempfile.TemporaryDirectory() as folder:
        published.save_pretrained(folder)
        tensors = load_file(Path(folder) / "model.safetensors")
        written = json.loads((Path(folder) / "config.json").read_text())
    family, document = read_config(written)
    read = json.loads(json.dumps(document))
    edit(read)
    design = parse_design(read)
    ours = filled(build(design), family.weights_in(tensors, written))
    ids = torch.randint(0, config.vocab_size, (2, LENGTH), generator=torch.Generator().manual_seed(3))
    return Pair(published, written, tensors, family, design, ours, ids)


def filled(model: LanguageModel, tensors: Mapping[str, Tensor]) -> LanguageModel:
    """A model with these weights; tied ones are there once."""
    result = model.load_state_dict(dict(tensors), strict=False)
    assert set(result.missing_keys) <= set(model.tied)
    return model.eval()


@torch.no_grad()
def randomise(model: nn.Module) -> None:
    """Give every parameter and every kept buffer a value that matters: norms and biases too."""
    generator = torch.Generator().manual_seed(7)
    kept = [*model.named_parameters(), *((n, b) for n, b in model.named_buffers() if "correction_bias" in n)]
    for name, parameter in kept:
        drawn = torch.randn(parameter.shape, generator=generator)
        parameter.copy_(_shaped(name, parameter, drawn))


def _shaped(name: str, parameter: Tensor, drawn: Tensor) -> Tensor:
    leaf = name.rpartition(".")[2]
    if leaf in ("A_log", "D"):
        return drawn * 0.5
    if "correction_bias" in name:
        return drawn * 0.2
    of_norm = (
        "norm" in name and leaf == "weight" and (parameter.dim() == 1 or "q_norm" in name or "k_norm" in name)
    )
    if of_norm or parameter.dim() == 1:
        return 0.3 * drawn + (1.0 if leaf == "weight" else 0.0)
    return drawn * MATRIX_STD


def limit(case: Case) -> float:
    return SCAN_LIMIT if case.scan else LIMIT


@torch.no_grad()
def decoding_difference(case: Case, found: Pair) -> float:
    """Relative to the size of logits where they are large, as a few of these random models' are."""
    ids = found.ids[:, : case.exact_length]
    whole, cache = found.ours(ids), found.ours.new_cache(*ids.shape)
    steps = torch.cat([found.ours(ids[:, t : t + 1], cache) for t in range(ids.shape[1])], 1)
    return float((steps - whole).abs().max() / max(1.0, whole.std().item()))
