from __future__ import annotations

import pytest

from training.words import SENTENCES, described, sentence


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_can_be_said_without_values(code: str) -> None:
    assert "%" not in sentence(code)


def test_an_unknown_code_is_still_a_sentence() -> None:
    assert "“odd_thing”" in sentence("odd_thing")


def test_no_error_is_nothing() -> None:
    assert described(None) is None
