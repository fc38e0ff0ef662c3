"""Designs changed at random: the check never raises, and what it lets pass works."""

from __future__ import annotations

import copy
import json
import os
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from architectures.core.build import LanguageModel, build
from architectures.core.design import parse_design
from architectures.core.presets import presets
from architectures.core.validate import Report, validate
from tests.architectures.core.mutations import changes

VOCABULARY, LENGTH = 24, 6
MAX_BUILT = 3_000_000  # parameters; larger ones are run without numbers, on the meta device
SMALL = [
    p.design.to_json()
    for p in presets()
    if validate(p.design, vocab_size=24).costs.totals["parameters"] < MAX_BUILT
]
THOUSANDS = int(os.environ.get("SLAMDUNK_MUTATIONS", "600"))


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    document = copy.deepcopy(draw(st.sampled_from(SMALL)))
    for _ in range(draw(st.integers(1, 3))):
        try:
            draw(changes(document))
        except (AttributeError, KeyError, TypeError):
            break  # an earlier change left nothing sound to change further
    return document


@pytest.mark.slow
@settings(
    max_examples=THOUSANDS,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(mutated())
def test_any_design_gets_a_report_and_what_is_valid_works(document: dict[str, Any]) -> None:
    report = validate(document, vocab_size=VOCABULARY)
    json.dumps(report.to_json(), allow_nan=False)
    event("valid" if report.valid else report.diagnostics[0].code)
    if report.valid:
        works(document, report)


def works(document: dict[str, Any], report: Report) -> None:
    """Build, count, run forward and backward, and decode."""
    large = report.costs.totals["parameters"] > MAX_BUILT
    model = build(parse_design(document), vocab_size=VOCABULARY, device="meta" if large else "cpu")
    assert sum(p.numel() for p in model.parameters()) == report.costs.totals["parameters"]
    length = min(LENGTH, model.context_length or LENGTH)
    ids = torch.randint(0, VOCABULARY, (2, length), generator=torch.Generator().manual_seed(0))
    if large:
        assert model(ids.to("meta")).shape == (2, length, model.vocab_size)
        return
    model.train()(ids).square().mean().backward()  # type: ignore[no-untyped-call]
    assert all(p.grad is not None for p in model.parameters())
    decodes(model.eval(), ids)


@torch.no_grad()
def decodes(model: LanguageModel, ids: torch.Tensor) -> None:
    whole, cache = model(ids), model.new_cache(2, ids.shape[1])
    steps = torch.cat([model(ids[:, t : t + 1], cache) for t in range(ids.shape[1])], 1)
    assert whole.shape == (2, ids.shape[1], model.vocab_size)
    if whole.isfinite().all():
        assert torch.allclose(steps, whole, rtol=1e-3, atol=1e-3 * max(1.0, whole.abs().max().item()))
