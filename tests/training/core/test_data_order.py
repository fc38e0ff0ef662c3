"""What text a training reads, and in which order: a matter of the data and its seed alone."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
import torch

from training.core.batches import BatchOrder


def read(trainer: Any) -> list[torch.Tensor]:
    """Train to the end; return the batches that were read."""
    seen: list[torch.Tensor] = []
    hand_out = trainer.order.next_batch

    def noting(batch_size: int) -> Any:
        x, y = hand_out(batch_size)
        seen.append(torch.stack((x, y)))
        return x, y

    trainer.order.next_batch = noting
    trainer.run()
    return seen


def test_p15_the_model_and_its_seed_do_not_change_the_order_of_the_data(
    make_job: Any, make_design: Any, open_trainer: Any
) -> None:
    """Another design, other weights, dropout that draws, samples that draw, another optimizer: the same text."""
    other = make_design(dropout=0.3, tied=False)
    other["nodes"]["layers"]["count"] = 2
    options = {
        "optimizer": "muon",
        "init_seed": 5,
        "sample_seed": 7,
        "sample_interval": 2,
        "precision": "bf16",
    }
    first = read(open_trainer(make_job(name="one")))
    second = read(open_trainer(make_job(name="other", design=other, **options)))
    assert len(first) == len(second) == 8
    assert all(torch.equal(ours, theirs) for ours, theirs in zip(first, second, strict=True))
    assert not torch.equal(first[0], first[1])


def test_p15_three_seeds_change_each_its_own(make_job: Any, open_trainer: Any, told: Any) -> None:
    """The seed of the weights changes no text, that of the data no weights, that of the samples neither."""
    begun, texts = {}, {}
    for seed in ("none", "init_seed", "data_seed", "sample_seed"):
        trainer = open_trainer(make_job(name=seed, max_steps=1, **({} if seed == "none" else {seed: 3})))
        begun[seed] = trainer.weights()["tok.weight"].clone()
        texts[seed] = read(trainer)[0]
    assert {s: torch.equal(begun[s], begun["none"]) for s in begun} == {
        "none": True, "init_seed": False, "data_seed": True, "sample_seed": True
    }  # fmt: skip
    assert {s: torch.equal(texts[s], texts["none"]) for s in texts} == {
        "none": True, "init_seed": True, "data_seed": False, "sample_seed": True
    }  # fmt: skip


@pytest.mark.parametrize(
    ("n_tokens", "stride"), [(200, 4), (200, 10), (200, 16), (200, 25), (18, 3), (17, 16)]
)
def test_sequences_begin_a_stride_apart_and_stay_within_the_text(n_tokens: int, stride: int) -> None:
    order = BatchOrder(np.arange(n_tokens), 16, seed=1, stride=stride)
    for _ in range(3):  # epochs
        x, y = order.next_batch(order.per_epoch)
        begins = sorted(x[:, 0].tolist())
        assert [after - before for before, after in itertools.pairwise(begins)] == [stride] * (
            order.per_epoch - 1
        )
        assert int(y.max()) < n_tokens
        assert begins[0] < stride
        assert n_tokens - begins[-1] <= 16 + 2 * stride, "little is left over at the end"


def test_without_a_stride_sequences_stand_side_by_side() -> None:
    tokens = np.arange(500)
    plain, said = BatchOrder(tokens, 16, seed=3), BatchOrder(tokens, 16, seed=3, stride=16)
    assert plain.per_epoch == said.per_epoch == 30
    assert torch.equal(plain.next_batch(70)[0], said.next_batch(70)[0])


def test_epochs_end_a_training(make_job: Any, open_trainer: Any) -> None:
    """Half the stride makes an epoch of twice as many steps."""
    for name, stride in (("side by side", None), ("overlapping", 8)):
        folder = make_job(name=name, max_steps=None, max_epochs=1.5, batch_size=8, stride=stride)
        trainer = open_trainer(folder)
        assert trainer.run() == "completed"
        n_train = len(trainer.job.data.train)
        assert trainer.step == trainer.budget.total_steps == math.ceil(1.5 * trainer.order.per_epoch / 8)
        assert trainer.order.per_epoch == pytest.approx(n_train / (stride or 16), abs=2)
