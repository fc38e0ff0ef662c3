from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from inference.core.errors import GenerationError
from inference.core.loading import known_ids, load_model, load_weights
from training.core.tokenizer import ByteTokenizer


class Tied(nn.Module):
    """An embedding and a head that share one tensor, as a design with `tie_to` builds them."""

    tied = {"head.weight": "tok.weight"}

    def __init__(self) -> None:
        super().__init__()
        self.tok = nn.Embedding(5, 3)
        self.head = nn.Linear(3, 5, bias=False)
        self.head.weight = self.tok.weight

    def forward(self, ids: Tensor) -> Tensor:
        logits: Tensor = self.head(self.tok(ids))
        return logits


@pytest.mark.parametrize("stored", ["tok.weight", "head.weight"])
def test_p17_a_tied_weight_is_stored_once_and_found_under_either_name(stored: str) -> None:
    trained, loaded = Tied(), Tied()
    load_weights(loaded, {stored: trained.tok.weight.detach().clone()})
    ids = torch.arange(5)
    assert torch.equal(loaded(ids), trained(ids))
    assert loaded.head.weight is loaded.tok.weight


def test_p17_a_weight_that_is_missing_is_not_left_at_random() -> None:
    with pytest.raises(RuntimeError, match=r"tok\.weight"):
        load_weights(Tied(), {})


def test_p20_padding_of_the_vocabulary_is_no_token() -> None:
    allowed = known_ids(ByteTokenizer(), 320)
    assert allowed[:257].all()
    assert not allowed[257:].any()


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(GenerationError) as caught:
        load_model(tmp_path)
    assert caught.value.values == {"file": "model.safetensors"}
