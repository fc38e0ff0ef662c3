"""Errors that a person sees: a stable code for programs, words for people, and the field they are about."""

from typing import Any


class ProductError(Exception):
    """A refusal with a reason.

    `code` is stable and in snake case; `detail` is a translated (lazy) sentence that names the thing and the
    way out; `attr` names the input at fault, if one is; `status` is the HTTP status at a REST edge.
    """

    status = 400
    code = "invalid"

    def __init__(
        self, detail: Any, *, code: str | None = None, attr: str | None = None, status: int | None = None
    ) -> None:
        super().__init__(str(detail))
        self.detail = detail
        self.code = code or self.code
        self.attr = attr
        self.status = status or self.status


class ConflictError(ProductError):
    """Someone else changed the thing first, or it is not in a state that allows this."""

    status = 409
    code = "conflict"


class QuotaError(ProductError):
    """A limit of the person's quota would be passed."""

    status = 403
    code = "quota_exceeded"
