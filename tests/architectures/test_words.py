"""Every code of the core has a sentence, and the sentence finds its values."""

import pytest

from architectures.core.errors import CODES
from architectures.words import sentence


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_a_sentence_that_its_values_fill(code: str) -> None:
    said = sentence(code, dict.fromkeys(CODES[code], "7"))
    assert said
    assert "%(" not in said
