"""Judging is exact, disturbs nothing, and samples stay within the model's context."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from architectures.core.build import LanguageModel, build
from architectures.core.design import parse_design
from training.core.errors import TrainingError
from training.core.evaluation import Evaluator, evaluating, held_out_batches, write_sample
from training.core.tokenizer import ByteTokenizer

CPU = torch.device("cpu")
ONE_BYTE_EACH = torch.tensor([1] * 256 + [0])
IDS = np.frombuffer(b"The fox ran up the hill and sat there. " * 10, np.uint8).astype("<u2")


class Guesser(nn.Module):
    """Says the same of every token."""

    def forward(self, ids: Tensor, cache: Any = None) -> Tensor:
        return torch.zeros(*ids.shape, 257)


class Knower(nn.Module):
    """Knows what follows in `0 1 2 3 …`."""

    def forward(self, ids: Tensor, cache: Any = None) -> Tensor:
        return F.one_hot((ids + 1) % 257, 257).float() * 100


@pytest.fixture
def model(make_design: Callable[..., Any]) -> LanguageModel:
    return build(parse_design(make_design(dropout=0.5)), vocab_size=257).train()


def evaluator(
    tokens: Any = IDS,
    length: int = 16,
    batch_size: int = 2,
    n_bytes: int = 128,
    sizes: Tensor = ONE_BYTE_EACH,
) -> Evaluator:
    return Evaluator(held_out_batches(tokens, sizes, length, batch_size, n_bytes), sizes, CPU)


def test_guessing_costs_the_logarithm_of_the_vocabulary() -> None:
    facts = evaluator().evaluate(Guesser())
    assert facts["val_loss"] == pytest.approx(math.log(257), rel=1e-5)
    assert facts["perplexity"] == pytest.approx(257, rel=1e-4)
    assert facts["bits_per_byte"] == pytest.approx(math.log2(257), rel=1e-5)


def test_knowing_costs_nothing() -> None:
    facts = evaluator(np.arange(200, dtype="<u2")).evaluate(Knower())
    assert facts["accuracy"] == 1.0
    assert facts["val_loss"] == pytest.approx(0.0, abs=1e-6)


def test_the_mean_is_over_tokens_even_if_the_last_batch_is_smaller(model: LanguageModel) -> None:
    one_by_one, together = evaluator(batch_size=1), evaluator(batch_size=5)
    uneven = evaluator(IDS[: 16 * 5 + 1])
    assert [len(x) for x, _ in uneven.batches] == [2, 2, 1]
    assert one_by_one.evaluate(model)["val_loss"] == pytest.approx(
        together.evaluate(model)["val_loss"], rel=1e-5
    )
    rows = torch.cat([x for x, _ in uneven.batches]), torch.cat([y for _, y in uneven.batches])
    with evaluating(model):
        expected = F.cross_entropy(model(rows[0]).flatten(0, 1), rows[1].flatten()).item()
    assert uneven.evaluate(model)["val_loss"] == pytest.approx(expected, rel=1e-5)


def test_bits_per_byte_count_bytes_and_not_tokens() -> None:
    three_bytes_each = evaluator(sizes=ONE_BYTE_EACH * 3)
    assert three_bytes_each.evaluate(Guesser())["bits_per_byte"] == pytest.approx(
        math.log2(257) / 3, rel=1e-5
    )


def test_what_is_read_for_its_context_alone_is_not_judged() -> None:
    judge = evaluator(np.arange(200, dtype="<u2"), length=32, n_bytes=40)
    assert (judge.n_tokens, judge.n_bytes, judge.n_read) == (40 - 1, 39, 64)
    facts = judge.evaluate(Knower())
    assert facts["accuracy"] == 1.0
    assert judge.evaluate(Guesser())["val_loss"] == pytest.approx(math.log(257), rel=1e-5)


def test_a_text_of_ends_alone_has_no_bits_per_byte() -> None:
    facts = evaluator(np.full(40, 256, "<u2")).evaluate(Guesser())
    assert facts["bits_per_byte"] is None


def test_a_hopeless_model_has_no_perplexity_instead_of_an_overflow() -> None:
    class Wrong(Guesser):
        def forward(self, ids: Tensor, cache: Any = None) -> Tensor:
            return F.one_hot(torch.full_like(ids, 256), 257).float() * 1e6

    facts = evaluator().evaluate(Wrong())
    assert facts["perplexity"] is None
    assert facts["val_loss"] == pytest.approx(1e6, rel=1e-3)


def test_judging_changes_nothing(model: LanguageModel) -> None:
    before, random = {n: t.clone() for n, t in model.state_dict().items()}, torch.get_rng_state()
    judge = evaluator()
    assert judge.evaluate(model) == judge.evaluate(model), "no dropout, always the same text"
    assert model.training
    assert torch.equal(torch.get_rng_state(), random)
    assert all(torch.equal(before[name], tensor) for name, tensor in model.state_dict().items())
    assert all(p.grad is None for p in model.parameters())


def test_the_mode_comes_back_after_an_error(model: LanguageModel) -> None:
    with pytest.raises(RuntimeError), evaluating(model):
        raise RuntimeError
    assert model.training
    assert torch.is_grad_enabled()


def test_a_held_out_text_shorter_than_the_context_is_read_whole() -> None:
    assert evaluator(IDS[:6]).n_tokens == 5


def test_a_held_out_text_of_one_token_is_refused() -> None:
    with pytest.raises(TrainingError) as refused:
        evaluator(IDS[:1])
    assert refused.value.code == "held_out_text_too_short"


def sample(model: Any, prompt: str, **options: Any) -> str:
    settings = {"n_tokens": 10, "context_length": 16, "seed": 0, "device": CPU, **options}
    with evaluating(model):
        return write_sample(model, ByteTokenizer(), prompt, **settings)


@pytest.mark.parametrize(
    "prompt", ["", "The", "a prompt far longer than the whole context is", "가나다라마바사"]
)
def test_samples_stay_within_the_context(model: LanguageModel, prompt: str) -> None:
    read = len(prompt.encode()) + 1
    assert 0 <= len(sample(model, prompt)) <= min(10, max(16 - read, 1))


def test_a_seed_gives_the_same_sample_and_another_a_different_one(model: LanguageModel) -> None:
    random = torch.get_rng_state()
    assert sample(model, "The") == sample(model, "The")
    assert len({sample(model, "The", seed=seed) for seed in range(5)}) > 1
    assert torch.equal(torch.get_rng_state(), random), "sampling does not shift the dropout"


class Scripted(nn.Module):
    """Writes "ab" and then the end of the text."""

    def new_cache(self, batch_size: int, max_length: int) -> dict[str, int]:
        return {"calls": 0}

    def forward(self, ids: Tensor, cache: Any = None) -> Tensor:
        cache["calls"] += 1
        chosen = [ord("a"), ord("b"), 256][cache["calls"] - 1]
        return F.one_hot(torch.full_like(ids, chosen), 300).float() * 1000


def test_a_sample_ends_with_the_text() -> None:
    assert sample(Scripted(), "x") == "ab"
