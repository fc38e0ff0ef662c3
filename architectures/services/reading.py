"""From whatever a person sends to a design that can be kept, and a title that can be shown."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from architectures.core.design import Design, DesignError, parse_design
from architectures.words import sentence
from common.errors import ProductError
from common.parsers import check_storable

MAX_DESIGN_BYTES: Final = 2 * 2**20  # the largest sensible design has a hundredth of it
MAX_TITLE: Final = 120
JOINER: Final = "\u200d"  # invisible by itself, but it holds emoji together

Document = Mapping[str, Any] | str | bytes | Design


def design_read(document: Document) -> Design:
    """Return the design. Raises ProductError with a sentence if it is out of form or too large."""
    if isinstance(document, Design):
        return document
    design_size_check(document)
    try:
        design = parse_design(document)
    except DesignError as error:
        raise as_product_error(error) from error
    check_storable(design.to_json())
    return design


def design_size_check(document: Document) -> None:
    """Raise ProductError (413) for a document of more than MAX_DESIGN_BYTES."""
    if _size(document) > MAX_DESIGN_BYTES:
        raise as_product_error(DesignError("design_too_large", {"max_bytes": MAX_DESIGN_BYTES}))


def _size(document: Document) -> int:
    if isinstance(document, bytes | str):
        return len(document)
    if isinstance(document, Design):
        return 0  # read before
    try:
        return len(json.dumps(document, ensure_ascii=False))
    except (ValueError, RecursionError):
        return 0  # parse_design says what is wrong


def as_product_error(error: DesignError) -> ProductError:
    """Say in words what the core says in codes."""
    status = 413 if error.code == "design_too_large" else 400
    words = sentence(error.code, error.values)
    where = f"{error.path}: {words}" if error.path else words
    return ProductError(where, code=error.code, attr="design", status=status)


def line_clean(text: str) -> str:
    """Return text on one line, without characters that cannot be seen; nothing if it has no others."""
    kept = (" " if c.isspace() else c for c in text if c.isprintable() or c.isspace() or c == JOINER)
    shown = unicodedata.normalize("NFC", " ".join("".join(kept).split()))
    return shown if shown.strip(JOINER + " ") else ""


def title_clean(title: str) -> str:
    """Return a title on one line, without invisible characters. Raises ProductError if it will not do."""
    shown = line_clean(title)
    if not shown or len(shown) > MAX_TITLE:
        words = _("Give the design a title of 1 to %(most)s characters.") % {"most": MAX_TITLE}
        raise ProductError(words, code="bad_title", attr="title")
    return shown


def title_of(document: Any) -> str:
    """Return the title that a document gives itself, cut to length; else a word for none."""
    meta = document.meta if isinstance(document, Design) else _meta(document)
    title = meta.get("title") if isinstance(meta, Mapping) else None
    return str(title or "").strip()[:MAX_TITLE] or _("Untitled")


def _meta(document: Any) -> Any:
    return document.get("meta") if isinstance(document, Mapping) else None
