"""What is wrong with an input is said in the reader's language, with the limit that was passed."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override
from pydantic import ValidationError

from common.faults import first_fault
from training.core.config import TrainConfig


def fault(**options: Any) -> tuple[str, str]:
    with pytest.raises(ValidationError) as caught:
        TrainConfig.model_validate({"max_steps": 1, **options})
    return first_fault(caught.value)


@pytest.mark.parametrize(
    ("options", "name", "english", "korean"),
    [
        ({"batch_size": -7}, "batch_size", "it must be at least 1", "1 이상이어야 합니다"),
        ({"lr": 0}, "lr", "it must be more than 0.0", "0.0보다 커야 합니다"),
        ({"batch_size": "many"}, "batch_size", "it must be a whole number", "정수여야 합니다"),
        ({"batch_size": 1.5}, "batch_size", "it must be a whole number", "정수여야 합니다"),
        ({"lr": "fast"}, "lr", "it must be a number", "숫자여야 합니다"),
        ({"precision": "fp8"}, "precision", "one of 'fp32', 'bf16'", "'fp32', 'bf16' 중 하나여야 합니다"),
        ({"warp": 9}, "warp", "there is nothing of this name", "이런 이름은 없습니다"),
    ],
)
def test_it_names_the_thing_and_its_limit(options: Any, name: str, english: str, korean: str) -> None:
    where, reason = fault(**options)
    assert where == name
    assert english in reason
    with override("ko"):
        assert korean in fault(**options)[1]
