"""The options of a training: each has words in the form, and a way to be left alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from training.core.config import LIMITS, TrainConfig

WORDS = Path(__file__).parents[3] / "frontend/src/i18n"


def section(language: str, name: str) -> str:
    """The text between `name: {` and the line that closes it."""
    found = re.search(
        rf"^  {name}: \{{(.*?)^  \}},", (WORDS / f"pages-{language}.ts").read_text(), re.M | re.S
    )
    assert found, name
    return found[1]


@pytest.mark.parametrize(("language", "part"), [("en", "field"), ("ko", "field"), ("ko", "help")])
def test_every_option_has_words_in_the_form(language: str, part: str) -> None:
    """In English the description of the option is its help."""
    words = section(language, part)
    assert [name for name in TrainConfig.model_fields if not re.search(rf"\b{name}: \"", words)] == []
    assert [name for name, field in TrainConfig.model_fields.items() if not field.description] == []


def test_any_of_the_limits_ends_a_training_and_none_is_refused() -> None:
    for name in LIMITS:
        assert getattr(TrainConfig.model_validate({name: 3}), name) == 3
    with pytest.raises(ValidationError, match="max_epochs"):
        TrainConfig.model_validate({})


def test_a_run_of_before_can_be_repeated_though_an_option_of_it_is_no_more() -> None:
    assert TrainConfig.model_validate({"max_steps": 1, "eval_batches": 8}) == TrainConfig(max_steps=1)
