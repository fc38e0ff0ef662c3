"""pydantic's complaints in the words of this site, without a full stop: they end a sentence that names the input."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

WHOLE, NUMBER, TEXT, YES_OR_NO = (
    _("it must be a whole number"),
    _("it must be a number"),
    _("it must be a text"),
    _("it must be true or false"),
)
WORDS: Final[dict[str, Any]] = {
    "greater_than_equal": _("it must be at least %(ge)s"),
    "greater_than": _("it must be more than %(gt)s"),
    "less_than_equal": _("it must be at most %(le)s"),
    "less_than": _("it must be less than %(lt)s"),
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_parsing_size": WHOLE,
    "int_from_float": WHOLE,
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "finite_number": NUMBER,
    "string_type": TEXT,
    "bool_type": YES_OR_NO,
    "bool_parsing": YES_OR_NO,
    "literal_error": _("it must be one of %(expected)s"),
    "string_too_long": _("it may have at most %(max_length)s characters"),
    "list_type": _("it must be a list"),
    "too_short": _("it needs at least %(min_length)s entries"),
    "too_long": _("it may have at most %(max_length)s entries"),
    "extra_forbidden": _("there is nothing of this name"),
    "missing": _("it is missing"),
    "no_values": _(
        "it needs values, or a least and a most, the least below the most (and above 0 on a logarithmic scale)"
    ),
    "no_multiple": _("between the least and the most there is no multiple of %(step)s"),
}


def first_fault(error: ValidationError) -> tuple[str, str]:
    """Return where the first thing at fault is, as a dotted name, and what is wrong with it, in the active language."""
    first = error.errors()[0]
    words = WORDS.get(first["type"])
    limits = dict(first.get("ctx", {}))
    if "expected" in limits:  # 'a', 'b' or 'c', in whatever language the sentence is
        limits["expected"] = limits["expected"].replace(" or ", ", ")
    reason = first["msg"] if words is None else str(words) % limits
    return ".".join(str(part) for part in first["loc"]), reason
