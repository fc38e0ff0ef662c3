"""Every code of the core has a sentence, and the sentence finds its values."""

import pytest

from architectures.core.errors import CODES
from architectures.core.families.errors import CODES as FAMILY_CODES
from architectures.words import sentence


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_a_sentence_that_its_values_fill(code: str) -> None:
    said = sentence(code, dict.fromkeys(CODES[code], "7"))
    assert said
    assert "%(" not in said


@pytest.mark.parametrize("code", FAMILY_CODES)
def test_what_stands_between_a_config_and_a_design_has_a_sentence(code: str) -> None:
    said = sentence(code, dict.fromkeys(FAMILY_CODES[code], "7"))
    assert "7" in said
    assert "%(" not in said
