"""Refusals become the one shape of errors."""

from __future__ import annotations

import pytest
from drf_standardized_errors.formatter import ExceptionFormatter
from rest_framework.test import APIRequestFactory

from common.api import as_api_exception
from common.errors import ConflictError, ProductError, QuotaError


@pytest.mark.parametrize(
    ("error", "status", "kind", "attr"),
    [
        (ProductError("No.", code="bad", attr="title"), 400, "validation_error", "title"),
        (ProductError("No."), 400, "client_error", None),
        (ConflictError("No.", attr="revision"), 409, "client_error", "revision"),
        (ProductError("No.", code="too_large", attr="design", status=413), 413, "client_error", "design"),
        (QuotaError("No."), 403, "client_error", None),
    ],
)
def test_a_refusal_keeps_its_code_words_and_field(
    error: ProductError, status: int, kind: str, attr: str | None
) -> None:
    converted = as_api_exception(error)
    context = {"request": APIRequestFactory().get("/"), "view": None}
    said = ExceptionFormatter(converted, context, error).run()
    assert converted.status_code == status
    assert said == {"type": kind, "errors": [{"code": error.code, "detail": "No.", "attr": attr}]}
