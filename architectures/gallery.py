"""The presets as cards: what a person reads before choosing one."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from architectures.core.design import Design
from architectures.core.presets import presets

RECOMMENDED = "tiny-story-writer"


def preset_cards() -> list[dict[str, Any]]:
    """Return the presets in the person's language, the recommended one first."""
    language = (get_language() or "en")[:2]
    cards = [
        {
            "slug": preset.slug,
            "title": preset.title,
            "summary": preset.summary.get(language) or preset.summary["en"],
            "facts": _facts(preset.design),
            "recommended": preset.slug == RECOMMENDED,
        }
        for preset in presets()
    ]
    return sorted(cards, key=lambda card: not card["recommended"])


def _facts(design: Design) -> list[str]:
    """The sizes that say most about a design."""
    document = design.to_json()
    sizes = {**document.get("vars", {}), "n_layers": _layers(document)}
    words = {"d_model": _("width %(n)s"), "n_layers": _("%(n)s layers"), "context_length": _("context %(n)s")}
    return [text % {"n": sizes[name]} for name, text in words.items() if sizes.get(name)]


def _layers(document: Mapping[str, Any]) -> int:
    """How many layers the repeats of a design unroll to; `$name` counts come from its sizes."""
    counts = [node["count"] for node in document["nodes"].values() if "count" in node]
    return sum(document["vars"][c.lstrip("$")] if isinstance(c, str) else c for c in counts)
