"""Reads of this app. What one may not see is not there."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import rights
from accounts.rights import Viewer
from architectures.core.presets import Preset, presets
from architectures.models import Architecture, ArchitectureVersion
from common.errors import ProductError


def architectures(user: Viewer) -> QuerySet[Architecture]:
    """Architectures that a person may see, latest changed first, without the bodies of their designs."""
    rows = Architecture.objects.select_related("owner", "current", "current__author")
    return rights.visible(rows.defer("current__design"), user)


def get_architecture(user: Viewer, pk: str) -> Architecture:
    """Return one architecture with its newest design. Raises Http404."""
    return rights.get_visible_or_404(_whole(), user, pk)


def get_own_architecture(user: Viewer, pk: str) -> Architecture:
    """Return one architecture for changing it. Raises Http404, or ReadOnlyError if one may only see it."""
    return rights.get_editable_or_404(_whole(), user, pk)


def versions(architecture: Architecture) -> QuerySet[ArchitectureVersion]:
    """The history of an architecture, newest first, without the bodies of the designs."""
    return architecture.versions.select_related("author").defer("design")


def get_version(architecture: Architecture, number: int) -> ArchitectureVersion:
    """Return one version with its design. Raises ProductError (404)."""
    found = architecture.versions.select_related("author").filter(number=number).first()
    if found is None:
        words = _("“%(title)s” has no version %(number)s. Look at its list of versions.")
        raise ProductError(
            words % {"title": architecture.title, "number": number}, code="not_found", status=404
        )
    return found


def get_preset(slug: str) -> Preset:
    """Return a design that ships with the product. Raises ProductError."""
    found = next((preset for preset in presets() if preset.slug == slug), None)
    if found is None:
        words = _("There is no preset “%(slug)s”. The presets are: %(known)s.")
        known = ", ".join(preset.slug for preset in presets())
        raise ProductError(words % {"slug": slug, "known": known}, code="unknown_preset", attr="preset")
    return found


def _whole() -> QuerySet[Architecture]:
    return Architecture.objects.select_related("owner", "current", "current__author")
