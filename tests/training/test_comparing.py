"""Runs beside one another, over REST."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from training.models import Run, TokenFile, Tokenizer
from training.services.following import events_copy

COMPARE = "/api/v1/runs/compare/"


@pytest.fixture
def trained(run_of: Callable[..., Any], ada: Any) -> Callable[..., Run]:
    """A factory of runs that told 200 steps."""

    def make(lr: float, owner: Any = ada, **fields: Any) -> Run:
        facts = {"state": "training", "flops_per_token": 100, "config": {"lr": lr, "batch_size": 4}}
        run: Run = run_of(owner, lease="x" * 32, **{**facts, **fields})
        told = [
            {
                "seq": n,
                "time": 1.0,
                "type": "metric",
                "step": n,
                "tokens": 8 * n,
                "loss": lr + 1 / n,
                "lr": lr,
            }
            for n in range(1, 201)
        ]
        events_copy(run=run, lease=run.lease, events=told)
        return run

    return make


def test_runs_are_compared_in_the_order_named(ada_api: Any, trained: Any) -> None:
    one, two = trained(0.1), trained(0.2)
    shown = ada_api.get(f"{COMPARE}?ids={two.pk},{one.pk}").data
    assert [run["id"] for run in shown["runs"]] == [two.pk, one.pk]
    assert shown["options"] == [{"name": "lr", "values": [0.2, 0.1]}]
    assert shown["runs"][0]["flops"] == 3 * 100 * 1600
    assert shown["runs"][0]["design"]["format"] == 1
    curve = shown["curves"][one.pk]["metric"]
    assert curve["last"][-1] == 200
    assert set(curve["fields"]) == {"loss", "tokens"}


def test_more_runs_take_no_more_queries(
    ada_api: Any, trained: Any, django_assert_max_num_queries: Any
) -> None:
    ids = ",".join(trained(n / 10).pk for n in range(1, 7))
    with django_assert_max_num_queries(5):
        assert len(ada_api.get(f"{COMPARE}?ids={ids}").data["runs"]) == 6
    with django_assert_max_num_queries(5):
        small = ada_api.get(f"/api/v1/runs/live/?ids={ids}").data["runs"]
    assert all(len(run["spark"]["loss"]) >= 30 for run in small)


def test_p27_a_run_one_may_not_see_is_not_there(ada_api: Any, ben_api: Any, ben: Any, trained: Any) -> None:
    mine, private, shared = trained(0.1), trained(0.2, ben), trained(0.3, ben, visibility="public")
    assert ada_api.get(f"{COMPARE}?ids={mine.pk},{private.pk}").status_code == 404
    assert ada_api.get(f"{COMPARE}?ids={mine.pk},{shared.pk}").status_code == 200
    small = ada_api.get(f"/api/v1/runs/live/?ids={mine.pk},{private.pk},nosuch").data["runs"]
    assert [run["id"] for run in small] == [mine.pk]


@pytest.mark.parametrize("ids", ["", ",,", ",".join(f"r{n}" for n in range(17))])
def test_too_few_or_too_many_are_refused_with_a_sentence(ada_api: Any, ids: str) -> None:
    answer = ada_api.get(f"{COMPARE}?ids={ids}")
    assert answer.status_code == 400
    assert "16" in answer.data["errors"][0]["detail"]


def test_runs_say_whether_they_are_judged_by_the_same_text_in_the_same_tokens(
    ada_api: Any, trained: Any, corpus: Any
) -> None:
    def told(*runs: Run) -> tuple[bool, bool]:
        shown = ada_api.get(f"{COMPARE}?ids={','.join(run.pk for run in runs)}").data
        return shown["same_text"], shown["same_tokenizer"]

    def run(text: Any = corpus, n_bytes: int | None = 5000, digest: str = "one", **changed: Any) -> Run:
        config = {"val_fraction": 0.1, "eval_bytes": 4096, **changed}
        made: Run = trained(0.1, corpus=text, config=config)
        Tokenizer.objects.filter(pk=made.tokenizer_id).update(digest=digest)
        TokenFile.objects.filter(pk=made.token_file_id).update(n_bytes=n_bytes)
        return made

    first = run()
    assert told(first, run(batch_size=64, context_length=8, lr=0.5)) == (True, True)
    assert told(first, run(digest="two")) == (True, False)
    assert told(first, run(text=None)) == (False, True), "another corpus"
    assert told(first, run(n_bytes=4900))[0] is False, "its tokenizer leaves characters out"
    assert told(first, run(eval_bytes=8192))[0] is False
    assert told(first, run(val_fraction=0.2))[0] is False


def test_of_what_is_gone_or_of_before_nobody_says_that_it_is_the_same(
    ada_api: Any, trained: Any, corpus: Any
) -> None:
    def same(config: dict[str, Any], n_bytes: int | None, digest: str) -> list[bool]:
        ids = [trained(0.1, corpus=corpus, config=config).pk for _ in range(2)]
        TokenFile.objects.update(n_bytes=n_bytes)
        Tokenizer.objects.update(digest=digest)
        shown = ada_api.get(f"{COMPARE}?ids={','.join(ids)}").data
        return [shown["same_text"], shown["same_tokenizer"]]

    assert same({"eval_bytes": 4096}, 5000, "d") == [True, True]
    assert same({"eval_batches": 8}, 5000, "d") == [False, True], "its text hung on its batches"
    assert same({"eval_bytes": 4096}, None, "d") == [False, True], "cut twice by an earlier release"
    assert same({"eval_bytes": 4096}, 5000, "") == [True, False]
