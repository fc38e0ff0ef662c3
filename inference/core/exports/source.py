"""What is exported: a model as it was loaded here, and the design that it was built from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import torch
from torch import Tensor

from architectures.core.build import LanguageModel
from architectures.core.composites import opened
from architectures.core.design import Design, parse_design
from inference.core.files import DESIGN
from inference.core.loading import LoadedModel, load_model
from training.core.tokenizer import Tokenizer


@dataclass(frozen=True)
class Source:
    """A model on the CPU in fp32, so that what is written is what is compared."""

    loaded: LoadedModel
    design: Design

    @property
    def model(self) -> LanguageModel:
        return cast(LanguageModel, self.loaded.model)

    @property
    def tokenizer(self) -> Tokenizer:
        return cast(Tokenizer, self.loaded.tokenizer)

    @property
    def ends(self) -> tuple[str, str]:
        """The names of the nodes that read tokens and write them."""
        nodes = opened(self.design.nodes, self.design.edges).nodes
        by_type = {node.get("type"): name for name, node in nodes.items()}
        return by_type["TokenEmbedding"], by_type["LMHead"]

    @property
    def width(self) -> int:
        """Channels of the stream, C."""
        return int(self.model.state_dict()[f"{self.ends[0]}.weight"].shape[1])

    def tensors(self) -> dict[str, Tensor]:
        """The weights by their names, each stored once: what is tied is left out."""
        tied = self.model.tied
        return {
            name: tensor.detach().contiguous()
            for name, tensor in self.model.state_dict().items()
            if name not in tied
        }


def read_source(folder: Path) -> Source:
    """Read a model folder. Raises GenerationError, as `load_model` does."""
    loaded = load_model(folder, torch.device("cpu"))
    cast(LanguageModel, loaded.model).float()
    return Source(loaded, parse_design((folder / DESIGN).read_bytes()))
