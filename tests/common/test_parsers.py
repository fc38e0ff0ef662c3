"""JSON that may be anything gives a sentence, never a crash."""

from __future__ import annotations

import json
from typing import Any

import pytest

from common.errors import ProductError
from common.parsers import check_storable

ADDRESS = "/api/v1/architectures/validate/"
BODIES = {
    "nothing": b"",
    "half": b'{"design": ',
    "not utf-8": b'{"design": "\xff\xfe"}',
    "deep": b'{"design": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "infinite": b'{"design": {"vars": {"x": 1e999}}}',
    "not a number": b'{"design": {"vars": {"x": NaN}}}',
    "half a character": b'{"design": {"meta": {"title": "\\ud800"}}}',
    "zero character": b'{"design": {"meta": {"title": "\\u0000"}}}',
    "a list": b"[]",
    "a number": b"7",
    "large": b'{"design": "' + b"x" * (13 * 2**20) + b'"}',
    "long number": b'{"design": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_bad_body_gets_a_sentence(ada_api: Any, body: bytes) -> None:
    answer = ada_api.generic("POST", ADDRESS, body, content_type="application/json")
    assert answer.status_code in (400, 413)
    assert all(error["detail"] for error in answer.json()["errors"])


@pytest.mark.parametrize("value", ["한글 🧪", "a\\u0000 typed", {"x": [1, 2.5, None, True]}])
def test_what_can_be_kept_passes(value: Any) -> None:
    check_storable(json.loads(json.dumps(value)))


@pytest.mark.parametrize("value", ["\0", "\ud800", {"\0": 1}, [float("inf")], float("nan")])
def test_what_cannot_be_kept_is_refused(value: Any) -> None:
    with pytest.raises(ProductError):
        check_storable(value)
