from __future__ import annotations

from typing import Any

import pytest

from architectures.core.presets import presets
from common.errors import ProductError
from training.core.config import LIMITS
from training.services.designs import checked_config, checked_design
from training.services.paces import context_length

CONFIG = checked_config({"max_steps": 10})


def preset() -> dict[str, Any]:
    return next(p for p in presets() if p.slug == "tiny-story-writer").design.to_json()


def test_a_preset_can_be_trained() -> None:
    facts = checked_design(preset(), CONFIG, vocab_size=1024)
    assert facts.n_parameters
    assert facts.training_bytes > facts.n_parameters
    assert len(facts.fingerprint) == 64
    assert context_length(facts.design)


def test_a_design_that_is_not_sound_is_refused_with_words() -> None:
    design = {"format": 1, "nodes": {"a": {"type": "Nonsense"}}, "edges": ["in -> a -> out"]}
    with pytest.raises(ProductError, match="Nonsense") as refusal:
        checked_design(design, CONFIG)
    assert (refusal.value.code, refusal.value.attr) == ("design_invalid", "design")


@pytest.mark.parametrize("design", [None, {}, {"format": 99}])
def test_what_is_no_design_is_refused(design: Any) -> None:
    with pytest.raises(ProductError):
        checked_design(design, CONFIG)


def test_without_a_budget_a_run_gets_five_minutes() -> None:
    assert checked_config({})["max_minutes"] == 5
    assert checked_config({"max_minutes": None})["max_minutes"] == 5


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("nothing", [0, "", False])
def test_a_budget_of_nothing_is_refused_and_not_taken_for_none(limit: str, nothing: Any) -> None:
    with pytest.raises(ProductError, match=limit) as refusal:
        checked_config({limit: nothing})
    assert refusal.value.attr == f"config.{limit}"
