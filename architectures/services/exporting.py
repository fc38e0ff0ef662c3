"""Designs in the forms the field uses. Code is proven before it is handed out, once for each text."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from architectures.core.design import Design, DesignError, fingerprint
from architectures.services.reading import as_product_error
from common.errors import ProductError

logger = logging.getLogger(__name__)

VERSION: Final = 2  # of the exporter; raised when what it writes, or how it is proven, changes
WAIT_SECONDS: Final = 60  # for the proof of somebody else's design
FORBIDDEN: Final = '/\\:*?"<>|'  # in file names, on one system or another
PROOFS = threading.BoundedSemaphore(1)  # each takes a core and up to some gigabytes


@dataclass(frozen=True)
class Exported:
    """A file to hand out. `difference`: of code, the largest difference of logits that its proof has shown."""

    content: bytes
    content_type: str
    name: str
    difference: float | None = None


def design_export(*, design: Design, form: str, title: str) -> Exported:
    """Return a design as `form`. Raises ProductError for an unknown form, an unsound design, and a failed proof."""
    if form not in FORMS:
        words = _("There is no export “%(form)s”. Choose from %(forms)s.") % {
            "form": form[:40],
            "forms": ", ".join(FORMS),
        }
        raise ProductError(words, code="export_unknown_format", attr="format")
    ending, content_type, make = FORMS[form]
    try:
        content, difference = make(design)
    except DesignError as error:
        raise as_product_error(error) from error
    return Exported(content, content_type, file_name(title, ending), difference)


def file_name(title: str, ending: str) -> str:
    """Return the title as a file name that every system takes."""
    cleaned = "".join("-" if c in FORBIDDEN or not c.isprintable() else c for c in title)
    return f"{cleaned.strip(' .-')[:80] or 'design'}{ending}"


def _json(design: Design) -> tuple[bytes, None]:
    return json.dumps(design.to_json(), ensure_ascii=False, indent=2).encode(), None


def _config(design: Design) -> tuple[bytes, None]:
    """The config.json of the published family that computes the same: what it says was read again and compared."""
    from architectures.core.families import matching
    from architectures.core.graph import planned

    planned(design)  # what is not sound is told as such
    found = matching(design)
    if not found:
        words = _(
            "No published family computes exactly this design, so there is no config.json for it. "
            "Train it: a completed model leaves as a folder that carries its own code."
        )
        raise ProductError(words, code="export_no_family", status=422)
    return json.dumps(found[0][1], indent=2).encode(), None


def _svg(design: Design) -> tuple[bytes, None]:
    from architectures.core.diagram import svg

    return svg(design).encode(), None


def _png(design: Design) -> tuple[bytes, None]:
    from architectures.core.diagram import png

    return png(design), None


def _table(design: Design) -> tuple[bytes, None]:
    from architectures.core.table import markdown_table

    return markdown_table([design]).encode(), None


def _python(design: Design) -> tuple[bytes, float]:
    from architectures.core.codegen import model_file

    try:
        difference = _proven(design, model_file(design))
        return model_file(design, proof=difference).encode(), difference
    except (OSError, RecursionError, SyntaxError) as error:
        raise _not_proven(str(error)) from error


def _proven(design: Design, text: str) -> float:
    """Return what the proof of this very text has shown, now or before."""
    from architectures.core.codegen import ProofError, prove

    digest = hashlib.sha256(text.encode()).hexdigest()
    kept = (
        Path(settings.SLAMDUNK_HOME) / "exports" / f"{fingerprint(design)[:32]}-{digest[:32]}-{VERSION}.json"
    )
    if kept.is_file():
        return float(json.loads(kept.read_text(encoding="utf-8"))["difference"])
    if not PROOFS.acquire(timeout=WAIT_SECONDS):
        raise ProductError(
            _("Other exports are being tried out. Try again in a minute."), code="busy", status=503
        )
    try:
        difference = prove(design)
    except ProofError as error:
        raise _not_proven(error.reason) from error
    finally:
        PROOFS.release()
    kept.parent.mkdir(parents=True, exist_ok=True)
    aside = kept.with_suffix(f".{threading.get_ident()}.tmp")
    aside.write_text(json.dumps({"difference": difference}), encoding="utf-8")
    aside.replace(kept)
    return difference


def _not_proven(reason: str) -> ProductError:
    logger.error("An exported file failed its proof: %s", reason)
    words = _(
        "This design cannot be written as a file yet: its trial failed. Export it as JSON, and report it."
    )
    return ProductError(words, code="export_not_proven", status=422)


Maker = Callable[[Design], tuple[bytes, float | None]]
FORMS: Final[dict[str, tuple[str, str, Maker]]] = {
    "json": (".json", "application/json", _json),
    "huggingface": (".config.json", "application/json", _config),
    "python": (".py", "text/x-python; charset=utf-8", _python),
    "svg": (".svg", "image/svg+xml", _svg),
    "png": (".png", "image/png", _png),
    "table": (".md", "text/markdown; charset=utf-8", _table),
}
