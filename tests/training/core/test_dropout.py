"""One rate of dropout in place of a design's own."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from architectures.core.build import build
from architectures.core.design import parse_design
from training.core.dropout import set_dropout

IDS = torch.arange(16)[None]


@pytest.mark.parametrize(("own", "rate", "differs"), [(0.0, 0.5, True), (0.5, 0.0, False)])
def test_a_rate_takes_the_place_of_the_designs_own(
    own: float, rate: float, differs: bool, make_design: Any
) -> None:
    model = build(parse_design(make_design(dropout=own)), vocab_size=257)
    model.init_weights(0)
    assert set_dropout(model, rate) == 2, "attention and the block after it"
    torch.manual_seed(0)
    with torch.no_grad():
        assert torch.equal(model.train()(IDS), model(IDS)) is not differs
        assert torch.equal(model.eval()(IDS), model(IDS)), "nothing is dropped where nobody learns"


def test_a_training_uses_it_and_the_design_stays_as_it_is(
    make_job: Any, make_design: Any, open_trainer: Any
) -> None:
    losses = {}
    for name, own, options in (("own", 0.3, {}), ("none", 0.3, {"dropout": 0.0}), ("without", 0.0, {})):
        trainer = open_trainer(make_job(name=name, design=make_design(dropout=own), max_steps=3, **options))
        trainer.run()
        losses[name] = trainer.train_loss
    assert losses["none"] == losses["without"] != losses["own"]
