"""Reading JSON that may be anything: too long, too deep, or not storable."""

import json
from collections.abc import Mapping
from typing import IO, Any, Final

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from common.errors import ProductError

MAX_BODY_BYTES: Final = 12 * 2**20


def too_large(limit: int) -> ProductError:
    """Return the refusal of a body or document over `limit` bytes."""
    words = _("This is larger than the %(limit)d MB that are allowed. Send something smaller.")
    return ProductError(words % {"limit": limit // 2**20}, code="too_large", status=413)


def check_storable(value: Any) -> None:
    """Raise ProductError for JSON that a database cannot keep: NUL, half characters, infinities, depth."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (ValueError, RecursionError) as error:
        raise _unreadable() from error
    if "\\u0000" in text.replace("\\\\", ""):  # a backslash that was typed is written twice
        raise _unreadable()


def _unreadable() -> ProductError:
    return ProductError(
        _(
            "This JSON holds something that cannot be kept: a zero character, half of a character, "
            "an infinite number, or too many levels. Remove it and try again."
        ),
        code="unstorable",
    )


class BoundedJSONParser(JSONParser):
    """Reads at most MAX_BODY_BYTES, and answers deep nesting with a sentence."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        body = stream.read(MAX_BODY_BYTES + 1)
        if len(body) > MAX_BODY_BYTES:
            raise too_large(MAX_BODY_BYTES)
        try:
            parsed: dict[str, Any] = json.loads(body)
        except UnicodeDecodeError as error:
            raise ParseError(_("The body is not UTF-8 text. Send JSON in UTF-8.")) from error
        except ValueError as error:
            raise ParseError(_("The body is not JSON: %(error)s.") % {"error": error}) from error
        except RecursionError as error:
            raise _unreadable() from error
        check_storable(parsed)
        return parsed
