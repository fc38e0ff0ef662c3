"""The presets as cards: what a person reads before choosing one."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

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


def _facts(design: Any) -> list[str]:
    """The sizes that say most about a design."""
    sizes: Mapping[str, Any] = (design if isinstance(design, dict) else design.to_json()).get("vars", {})
    words = {"d_model": _("width %(n)s"), "n_layers": _("%(n)s layers"), "context_length": _("context %(n)s")}
    return [text % {"n": sizes[name]} for name, text in words.items() if name in sizes]
