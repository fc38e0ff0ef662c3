"""Reads of this app. What one may not see is not there."""

from __future__ import annotations

from django.db.models import QuerySet, Window
from django.db.models.functions import Lag
from django.utils.translation import gettext as _

from accounts import rights
from accounts.rights import Viewer
from architectures.core.presets import Preset, presets
from architectures.models import Architecture, ArchitectureVersion, CompositeBlock
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


def get_revision(user: Viewer, pk: str) -> Architecture:
    """Return where an architecture is, without its design. Raises Http404."""
    rows = Architecture.objects.select_related("current__author").defer("current__design")
    return rights.get_visible_or_404(rows, user, pk)


def get_linked(token: str) -> Architecture:
    """Return the design with this public link, for anybody. Raises ProductError (404)."""
    found = (
        _whole().filter(link_token=token, owner__is_active=True).first()
        if token and rights.sound(token)
        else None
    )
    if found is None or found.current is None:
        words = _("This link leads nowhere any more. Ask whoever gave it to you for a new one.")
        raise ProductError(words, code="not_found", status=404)
    return found


def origin_of(user: Viewer, architecture: Architecture) -> Architecture | None:
    """What a design is a copy of, if `user` may see it."""
    if architecture.forked_from_id is None:
        return None
    rows = Architecture.objects.select_related("owner").filter(pk=architecture.forked_from_id)
    return rights.visible(rows, user).first()


def versions(architecture: Architecture) -> QuerySet[ArchitectureVersion]:
    """The history of an architecture, newest first, without the bodies of the designs.

    Each has `n_parameters_before`, the count of the version before it.
    """
    before = Window(Lag("n_parameters"), order_by="number")
    rows = architecture.versions.select_related("author").defer("design")
    return rows.annotate(n_parameters_before=before)


def get_version(architecture: Architecture, number: int) -> ArchitectureVersion:
    """Return one version with its design. Raises ProductError (404)."""
    found = architecture.versions.select_related("author").filter(number=number).first()
    if found is None:
        words = _("“%(title)s” has no version %(number)s. Look at its list of versions.")
        raise ProductError(
            words % {"title": architecture.title, "number": number}, code="not_found", status=404
        )
    return found


def composites(user: Viewer) -> QuerySet[CompositeBlock]:
    """Own blocks that a person may use: theirs, those shared with their courses, those that are shown to all."""
    return rights.visible(CompositeBlock.objects.select_related("owner").prefetch_related("shares"), user)


def get_composite(user: Viewer, pk: str) -> CompositeBlock:
    """Return one own block. Raises Http404."""
    return rights.get_visible_or_404(CompositeBlock.objects.select_related("owner"), user, pk)


def get_own_composite(user: Viewer, pk: str) -> CompositeBlock:
    """Return one own block for changing it. Raises Http404, or ReadOnlyError if one may only see it."""
    return rights.get_editable_or_404(CompositeBlock.objects.select_related("owner"), user, pk)


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
