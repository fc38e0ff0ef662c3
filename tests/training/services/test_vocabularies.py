"""A run's parameters and FLOPs are those of the model that is trained, with whatever tokenizer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from architectures.core.build import build
from architectures.core.design import parse_design
from architectures.core.presets import presets
from training.core.corpus import write_corpus
from training.models import Run, Sweep
from training.paths import corpus_folder, tokens_folder
from training.prepare import Beat, make_tokenizer
from training.services import run_create, tokenizer_create
from training.services.jobs import job_write
from training.services.measuring import work_of
from training.services.preparation import claim_next, thing_ready
from training.services.sweeps import sweep_advance, sweep_create

DESIGN = next(p for p in presets() if p.slug == "tiny-story-writer").design.to_json()
STEPS = {"max_steps": 10}
ESTIMATE = "/api/v1/runs/estimate/"
TEXT = "해가 뜬다. The sun rises over the small town.\n" * 40


def trained(vocab_size: int) -> int:
    """Return the parameters of the model that a trainer builds for so many ids."""
    return sum(p.numel() for p in build(parse_design(DESIGN), vocab_size=vocab_size).parameters())


def create(user: Any, corpus: Any, kind: str = "bpe", **config: Any) -> Run:
    cut = {"kind": kind, **({"vocab_size": 300} if kind == "bpe" else {})}
    return run_create(user=user, corpus=corpus, design=DESIGN, config=STEPS | config, tokenizer_options=cut)


@pytest.fixture
def written(corpus: Any, tmp_path: Any) -> Any:
    """A corpus that is on the disk."""
    file = tmp_path / "text.txt"
    file.write_text(TEXT)
    write_corpus({"kind": "upload", "files": [str(file)]}, corpus_folder(corpus))
    return corpus


@pytest.fixture
def made() -> Callable[[Run], Any]:
    """Make the tokenizer of a run, as a preparation job does."""

    def make(run: Run) -> Any:
        kind, pk, claim = claim_next() or ("", "", "")
        assert (kind, pk) == ("tokenizer", run.tokenizer_id)
        thing_ready(kind=kind, pk=pk, claim=claim, facts=make_tokenizer(pk, Beat(kind, pk, claim)))
        run.refresh_from_db()
        return run

    return make


def test_bytes_are_257_ids(ada: Any, ada_api: Any, corpus: Any) -> None:
    run = create(ada, corpus, "bytes")
    given = {"design": DESIGN, "config": STEPS, "corpus": corpus.pk, "tokenizer_options": {"kind": "bytes"}}
    told = ada_api.post(ESTIMATE, given, format="json").data
    assert run.vocab_size == 257
    assert run.n_parameters == told["n_parameters"] == trained(257) != trained(1024)
    assert run.flops_per_token == told["flops_per_token"]


def test_characters_are_counted_before_their_tokenizer_is_made(
    ada: Any, written: Any, made: Callable[[Run], Any]
) -> None:
    run: Any = create(ada, written, "characters")
    n_ids = len(set(TEXT)) + 1
    assert (run.vocab_size, run.n_parameters) == (n_ids, trained(n_ids))
    assert made(run).vocab_size == run.tokenizer.vocab_size == n_ids


def test_what_was_foreseen_is_corrected_when_the_tokenizer_is_made(
    ada: Any, written: Any, made: Callable[[Run], Any]
) -> None:
    """So small a text has fewer pieces than were asked for."""
    run = create(ada, written)
    assert run.vocab_size == 300
    run = made(run)
    assert run.tokenizer.vocab_size < 300
    assert (run.vocab_size, run.n_parameters) == (run.tokenizer.vocab_size, trained(run.vocab_size))
    assert create(ada, written).n_parameters == run.n_parameters
    assert work_of(run).vocab_size == run.vocab_size


def test_a_padded_vocabulary_counts(ada: Any, corpus: Any) -> None:
    assert create(ada, corpus, "bytes", pad_vocab=64).n_parameters == trained(320)


def test_trials_of_a_search_are_as_large_as_their_tokenizer_makes_them(
    ada: Any, written: Any, made: Callable[[Run], Any]
) -> None:
    space = [{"name": "lr", "values": [1e-3, 3e-3]}]
    cut = {"kind": "bpe", "vocab_size": 300}
    sweep = sweep_create(
        user=ada, corpus=written, design=DESIGN, config=STEPS, space=space, tokenizer_options=cut
    )
    first, second = Run.objects.filter(trial__sweep=sweep).order_by("title")
    n_ids = made(first).tokenizer.vocab_size
    second.delete()
    sweep.trials.filter(number=2).update(queued=False, run=None)
    sweep_advance(sweep=Sweep.objects.get(pk=sweep.pk))
    sizes = set(Run.objects.filter(trial__sweep=sweep).values_list("n_parameters", flat=True))
    assert sizes == {trained(n_ids)}


def test_a_run_that_missed_its_tokenizer_learns_of_it_when_it_starts(
    ada: Any, written: Any, made: Callable[[Run], Any]
) -> None:
    run = made(create(ada, written))
    Run.objects.update(vocab_size=300, n_parameters=1)
    run.token_file.state, run.token_file.digest = "ready", "d" * 64
    run.token_file.save()
    tokens_folder(run.token_file).mkdir(parents=True)
    for name in ("train.bin", "val.bin", "meta.json"):
        (tokens_folder(run.token_file) / name).touch()
    run.refresh_from_db()
    folder = job_write(run=run)
    run.refresh_from_db()
    assert run.n_parameters == trained(run.tokenizer.vocab_size)
    assert json.loads((folder / "job.json").read_bytes())["vocab_size"] == run.vocab_size


def test_a_tokenizer_made_of_a_text_tells_what_the_next_will_be(
    ada: Any, ben: Any, written: Any, made: Callable[[Run], Any]
) -> None:
    run = made(create(ada, written))
    tokenizer_create(user=ben, kind="bpe", corpus=written, vocab_size=300, title="Mine")
    assert create(ben, written).vocab_size == run.tokenizer.vocab_size
