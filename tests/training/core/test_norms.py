"""How large each block's weights, gradients and activations are, as a training tells it."""

from __future__ import annotations

import json
import math
from typing import Any

import torch
from torch import nn

from training.core.norms import activations, norm_facts, norms


class Halves(nn.Module):
    """Two blocks: one of weights, one that gives its input back threefold."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(2, 2, bias=False), nn.Identity()
        nn.init.constant_(self.first.weight, 3.0)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.second(self.first(x))
        return out

    def blocks(self) -> dict[str, nn.Module]:
        return {"first": self.first, "second": self.second}


def test_norms_are_of_all_tensors_of_a_block() -> None:
    assert norms({"a": [torch.tensor([3.0]), torch.tensor([4.0])], "b": []}) == {"a": 5.0}


def test_a_model_tells_of_weights_gradients_and_activations() -> None:
    model = Halves()
    model(torch.ones(1, 2)).sum().backward()
    facts = norm_facts(model, torch.ones(3, 2))
    assert facts["weight"] == {"first": 6.0}
    assert facts["gradient"] == {"first": 2.0}
    assert facts["activation"] == {"first": 6.0, "second": 6.0}


def test_looking_leaves_nothing_behind() -> None:
    model = Halves().train()
    activations(model, model.blocks(), torch.ones(1, 2))
    assert model.training
    assert not any(block._forward_hooks for block in model.blocks().values())


def test_a_model_without_blocks_has_nothing_to_tell() -> None:
    assert norm_facts(nn.Linear(2, 2), torch.ones(1, 2)) == {}


def test_what_is_not_finite_stays_so() -> None:
    model = Halves()
    model.first.weight.data[0, 0] = float("nan")
    assert math.isnan(norm_facts(model, torch.ones(1, 2))["weight"]["first"])


def test_a_training_tells_norms_at_its_evaluations(make_job: Any, open_trainer: Any, told: Any) -> None:
    job = make_job(max_steps=4, eval_interval=2)
    open_trainer(job).run()
    events = told(job, "norms")
    assert [event["step"] for event in events] == [event["step"] for event in told(job, "eval")]
    assert "gradient" not in events[0]
    assert {"tok", "layers.0.attn", "layers.0.ffn"} <= events[-1]["gradient"].keys()
    assert events[-1]["weight"].keys() < events[-1]["activation"].keys()
    assert json.dumps(events[-1])
