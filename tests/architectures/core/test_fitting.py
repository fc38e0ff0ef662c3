"""The largest batch is exactly that: it fits, and one sequence more does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from architectures.core.fitting import MAX_BATCH, Room
from architectures.core.validate import validate

GIB = 2**30


def bytes_of(document: Any, batch: int, **options: Any) -> int:
    return validate(document, batch_size=batch, **options).costs.totals["training_bytes"]


@pytest.mark.parametrize("slug", ["gpt2-small", "tiny-hybrid", "qwen3-style", "llama-style"])
@pytest.mark.parametrize("options", [{}, {"context_length": 96, "precision": "bf16"}])
def test_it_fits_and_one_more_does_not(preset: Callable[[str], Any], slug: str, options: Any) -> None:
    document, room = preset(slug), Room(48 * GIB, **options)
    fit = validate(document, room=room).fit
    assert fit is not None
    assert 0 < fit.batch_size < MAX_BATCH
    assert fit.training_bytes == bytes_of(document, fit.batch_size, **options) <= room.memory_bytes
    assert fit.next_bytes == bytes_of(document, fit.batch_size + 1, **options) > room.memory_bytes


def test_where_not_even_the_weights_fit_there_is_none(preset: Callable[[str], Any]) -> None:
    fit = validate(preset("gpt2-small"), room=Room(GIB)).fit
    assert fit is not None
    assert fit.batch_size == 0
    assert GIB < fit.training_bytes < fit.next_bytes


def test_it_is_no_more_than_a_run_may_ask_for(preset: Callable[[str], Any]) -> None:
    fit = validate(preset("tiny-gpt"), room=Room(2**50)).fit
    assert fit is not None
    assert fit.batch_size == MAX_BATCH


def test_a_context_beyond_the_positions_is_cut_and_finds_no_fault(preset: Callable[[str], Any]) -> None:
    report = validate(preset("gpt2-small"), room=Room(48 * GIB, context_length=4096))
    assert report.valid
    assert report.fit is not None
    assert (report.fit.context_length, report.fit.context_limit) == (1024, 1024)
    assert report.fit == validate(preset("gpt2-small"), room=Room(48 * GIB, context_length=1024)).fit


def test_an_unsound_design_has_none() -> None:
    report = validate({"format": 1, "vars": {}, "nodes": {}, "edges": []}, room=Room(GIB))
    assert (report.fit, report.to_json()["fit"], report.to_json()["load"]) == (None, None, None)
