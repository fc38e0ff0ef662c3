"""Designs of one's own: made, copied, shared, deleted."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import thing_share
from architectures.models import Architecture
from architectures.services.reading import MAX_TITLE, Document, design_read, title_clean
from architectures.services.saving import Kind, architecture_rename, architecture_save, version_add
from common.errors import ProductError


@transaction.atomic
def architecture_create(
    *, user: User, title: str, design: Document, origin: Architecture | None = None
) -> Architecture:
    """Make a design somebody's own, with its first version; `origin` is what it is a copy of."""
    read = design_read(design)
    made = Architecture.objects.create(owner=user, title=title_clean(title), revision=1, forked_from=origin)
    version_add(made, user, read, Kind.SAVED, "")
    return made


def architecture_duplicate(*, user: User, architecture: Architecture) -> Architecture:
    """Make a copy of the newest version that belongs to `user`."""
    design = architecture.current.design if architecture.current else {"nodes": {}, "edges": []}
    title = _("%(title)s (copy)") % {"title": architecture.title[: MAX_TITLE - 10]}
    return architecture_create(user=user, title=title[:MAX_TITLE], design=design, origin=architecture)


@transaction.atomic
def architecture_change(
    *,
    user: User,
    architecture: Architecture,
    title: str | None = None,
    visibility: str | None = None,
    courses: Collection[str] | None = None,
    design: Document | None = None,
    **save: Any,
) -> None:
    """Change the name, who may see it, and the design: all of what is given, or nothing of it."""
    if title is not None:
        revision = save.get("revision")
        architecture_rename(architecture=architecture, title=title, revision=revision, counts=design is None)
    if visibility is not None or courses is not None:
        wanted = visibility or architecture.visibility
        thing_share(user=user, thing=architecture, visibility=wanted, courses=courses)
    if design is None:
        return
    if save.get("revision") is None:
        words = _("Say which revision this was made from, so that nothing newer is overwritten.")
        raise ProductError(words, code="required", attr="revision")
    architecture_save(user=user, architecture=architecture, design=design, **save)


def architecture_delete(*, architecture: Architecture) -> None:
    """Delete a design with its versions. Runs and models made from it keep their own copies of it."""
    architecture.delete()
