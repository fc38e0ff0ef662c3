"""What every REST view shares: pages, and the one shape of errors."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from drf_standardized_errors.handler import ExceptionHandler as StandardHandler
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.pagination import PageNumberPagination

from common.errors import ProductError
from common.parsers import MAX_BODY_BYTES, too_large


class Pages(PageNumberPagination):
    """Pages of 25; `?page_size=` up to 100."""

    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100


class ExceptionHandler(StandardHandler):
    """Turns ProductError into the shape that every other error has."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, RequestDataTooBig):
            return as_api_exception(too_large(MAX_BODY_BYTES))
        if isinstance(exc, ProductError):
            return as_api_exception(exc)
        converted: Exception = super().convert_known_exceptions(exc)
        return converted


def as_api_exception(error: ProductError) -> APIException:
    """Return the DRF exception that says the same: a field error if it names a field, else a plain one."""
    detail: Any = ErrorDetail(str(error.detail), code=error.code)
    if error.attr:
        detail = {error.attr: [detail]}
        if error.status == 400:
            return ValidationError(detail)
    converted = APIException(detail)
    converted.status_code = error.status
    return converted
