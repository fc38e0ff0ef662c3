from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from training.models import RunEvent
from training.serializers import event_json
from training.words import SENTENCES, described, sentence


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_can_be_said_without_values(code: str) -> None:
    assert "%" not in sentence(code)


def test_an_unknown_code_is_still_a_sentence() -> None:
    assert "“odd_thing”" in sentence("odd_thing")


def test_no_error_is_nothing() -> None:
    assert described(None) is None


LOGGED = [
    ("checkpoint_failed", {"step": 40, "reason": "No space left on device"}),
    ("best_checkpoint_taken", {"step": 40}),
]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(("code", "values"), LOGGED)
def test_a_line_of_the_log_reaches_the_run_page_in_words(
    code: str, values: dict[str, Any], language: str
) -> None:
    payload = {"level": "warning", "code": code, "values": values}
    event = RunEvent(seq=1, type="log", step=None, time=datetime.now(UTC), payload=payload)
    with override(language):
        detail = event_json(event)["detail"]
    assert all(str(value) in detail for value in values.values())
    assert code not in detail
    assert bool(re.search("[가-힣]", detail)) is (language == "ko")


@pytest.mark.parametrize(
    ("language", "where", "words"),
    [
        ("en", "gradient", "“layers.2.ffn” has been dead since step 40: its weights get no gradient"),
        ("en", "output", "it gives out nothing but zeros"),
        ("ko", "gradient", "“layers.2.ffn” 블록은 40단계부터 죽어 있습니다. 가중치가 기울기를 받지 못해"),
        ("ko", "output", "0만 내보내어"),
    ],
)
def test_a_dead_layer_is_told_with_its_step_and_with_what_to_try(
    language: str, where: str, words: str
) -> None:
    payload = {"level": "warning", "code": "dead_layer", "values": {"block": "layers.2.ffn", "where": where}}
    event = RunEvent(seq=1, type="diagnosis", step=40, time=datetime.now(UTC), payload=payload)
    with override(language):
        detail = event_json(event)["detail"]
    assert words in detail
    assert "GELU" in detail


def test_every_code_of_the_core_has_a_sentence() -> None:
    """Codes are raised, logged or diagnosed by name: each name is one that people can read."""
    core = Path(__file__).parents[2] / "training" / "core"
    raised = re.compile(
        r"(?:(?:Corpus|Tokenizer|Training)Error|events\.log)\(\s*\"(\w+)\"|return \"(\w+)\", {"
    )
    found = {a or b for path in core.rglob("*.py") for a, b in raised.findall(path.read_text())}
    assert {"checkpoint_failed", "disk_full", "trainer_error", "diverged", "tokenizer_unreadable"} <= found
    assert sorted(found - set(SENTENCES)) == []
