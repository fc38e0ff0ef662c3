"""The presets as cards: what a person reads before choosing one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.core.cache import cache as cache_store
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from architectures.core.blocks import registry
from architectures.core.design import Design, DesignError, parse_design
from architectures.core.presets import Group, Preset, presets
from architectures.models import ArchitectureVersion
from architectures.thumbnail import layer_count, nodes_of, thumbnail

THUMBNAIL_AGE = 24 * 3600  # seconds
MAX_COLUMNS = 400  # of a picture; a design may have any number of layers
RECOMMENDED = "tiny-story-writer"
SECTIONS: tuple[tuple[Group, str, str], ...] = (
    ("start", gettext_noop("Start here"), gettext_noop("Small designs of this site's own, to begin with.")),
    (
        "class",
        gettext_noop("Class size"),
        gettext_noop("Published designs with all that is special about them, small enough for a laptop."),
    ),
    ("published", gettext_noop("Published"), gettext_noop("The sizes that were published, to study.")),
)


def preset_sections(max_parameters: int) -> list[dict[str, Any]]:
    """Return the presets by group, for a person who may train models of up to `max_parameters`."""
    return [
        {"group": group, "title": _(title), "text": _(text), "presets": preset_cards(group, max_parameters)}
        for group, title, text in SECTIONS
    ]


def preset_cards(group: Group | None = None, max_parameters: int | None = None) -> list[dict[str, Any]]:
    """Return the presets in the person's language, the recommended one first."""
    language = (get_language() or "en")[:2]
    cards = [_card(preset, language, max_parameters) for preset in presets(group)]
    return sorted(cards, key=lambda card: not card["recommended"])


def _card(preset: Preset, language: str, max_parameters: int | None) -> dict[str, Any]:
    return {
        "slug": preset.slug,
        "title": preset.title,
        "summary": preset.summary.get(language) or preset.summary["en"],
        "facts": _facts(preset.design),
        "group": preset.group,
        "year": preset.year,
        "n_parameters": preset.n_parameters,
        "sources": preset.sources,
        "sibling": preset.sibling,
        "too_large": max_parameters is not None and preset.n_parameters > max_parameters,
        "thumbnail": _thumbnail(preset.slug),
        "search": _search_words(preset.slug),
        "recommended": preset.slug == RECOMMENDED,
    }


@cache
def _by_slug() -> Mapping[str, Preset]:
    return {preset.slug: preset for preset in presets()}


@cache
def _thumbnail(slug: str) -> SafeString:
    return thumbnail(_by_slug()[slug].design)


def design_thumbnail(version: ArchitectureVersion | None) -> SafeString:
    """Return the picture of a design that somebody keeps; it may be unsound, and then there is none."""
    if version is None or not version.design.get("nodes"):
        return SafeString("")
    key = f"thumbnail:{version.pk}:{version.updated_at.timestamp()}"
    drawn: str | None = cache_store.get(key)
    if drawn is None:
        drawn = _drawn(version.design)
        cache_store.set(key, drawn, THUMBNAIL_AGE)
    return SafeString(drawn)


def _drawn(document: Mapping[str, Any]) -> str:
    try:
        design = parse_design(document)
        if layer_count(design) > MAX_COLUMNS:
            return ""
        return thumbnail(design)
    except (DesignError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return ""  # a design in the making: what is wrong with it is told on the canvas


@cache
def _search_words(slug: str) -> str:
    """What a preset is found by besides the words on its card: its family and its blocks, in both languages."""
    preset = _by_slug()[slug]
    types = dict.fromkeys(node["type"] for node in nodes_of(preset.design))
    names = [name for kind in types for name in (kind, *registry()[kind].block.title.values())]
    return " ".join([preset.slug, preset.family or "", *preset.summary.values(), *names]).casefold()


def _facts(design: Design) -> list[str]:
    """The sizes that say most about a design."""
    sizes = {**design.vars, "n_layers": layer_count(design)}
    words = {"n_layers": _("%(n)s layers"), "d_model": _("width %(n)s"), "context_length": _("context %(n)s")}
    return [text % {"n": f"{sizes[name]:,}"} for name, text in words.items() if sizes.get(name)]
