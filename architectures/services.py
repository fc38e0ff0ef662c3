"""Keeping designs: made, saved, folded, restored, copied. Nothing is overwritten without a word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from architectures.core.design import Design, DesignError, fingerprint, parse_design
from architectures.models import Architecture, ArchitectureVersion
from architectures.words import sentence
from common.errors import ConflictError, ProductError

FOLD_WITHIN = timedelta(minutes=10)  # autosaves of one sitting become one version
MAX_TITLE = 120
Kind = ArchitectureVersion.Kind


def design_read(document: Mapping[str, Any] | str | bytes | Design) -> Design:
    """Return the design. Raises ProductError with a sentence if it is out of form."""
    if isinstance(document, Design):
        return document
    try:
        return parse_design(document)
    except DesignError as error:
        status = 413 if error.code == "design_too_large" else 400
        raise ProductError(
            sentence(error.code, error.values), code=error.code, attr="design", status=status
        ) from error


@transaction.atomic
def architecture_create(
    *, user: User, title: str, design: Mapping[str, Any] | str | bytes | Design
) -> Architecture:
    """Make a design somebody's own, with its first version."""
    read = design_read(design)
    made = Architecture.objects.create(owner=user, title=title_clean(title), revision=1)
    _new_version(made, user, read, Kind.SAVED, "")
    return made


def title_clean(title: str) -> str:
    """Return a title without invisible characters. Raises ProductError if nothing is left, or it is too long."""
    shown = "".join(c for c in title if c.isprintable()).strip()
    if not shown or len(shown) > MAX_TITLE:
        words = _("Give the design a title of 1 to %(most)s characters.") % {"most": MAX_TITLE}
        raise ProductError(words, code="bad_title", attr="title")
    return shown


@transaction.atomic
def architecture_save(
    *,
    user: User,
    architecture: Architecture,
    design: Mapping[str, Any] | str | bytes | Design,
    revision: int,
    kind: str = Kind.AUTOSAVE,
    note: str = "",
    confirm_empty: bool = False,
) -> Architecture:
    """Keep a new state that was made from `revision`.

    Raises ConflictError ("conflict") if someone saved since, and ("empty_canvas") if an empty canvas would take the
    place of a design and that was not confirmed.
    """
    read = design_read(design)
    held = (
        Architecture.objects.select_for_update(of=("self",)).select_related("current").get(pk=architecture.pk)
    )
    if held.revision != revision:
        words = _(
            "This design was saved elsewhere in the meantime. Look at that version before you save yours."
        )
        raise ConflictError(words, code="conflict")
    if not read.nodes and held.current and held.current.design.get("nodes") and not confirm_empty:
        words = _("The canvas is empty. Confirm that it shall take the place of the design that is saved.")
        raise ConflictError(words, code="empty_canvas")
    held.revision += 1
    held.save(update_fields=["revision", "updated_at"])
    if _may_fold(held.current, user, kind):
        _fold(held.current, read)
    else:
        _new_version(held, user, read, kind, note)
    return held


def _may_fold(head: ArchitectureVersion | None, user: User, kind: str) -> bool:
    """Whether an autosave may take the place of the newest version instead of following it."""
    return (
        head is not None
        and kind == Kind.AUTOSAVE
        and head.kind == Kind.AUTOSAVE
        and head.author_id == user.pk
        and timezone.now() - head.created_at < FOLD_WITHIN
        and not _used(head)
    )


def _used(version: ArchitectureVersion) -> bool:
    """Whether anything, such as a run, points at a version, so that it must stay as it is."""
    relations = [r for r in version._meta.related_objects if r.get_accessor_name()]
    named = [r.get_accessor_name() for r in relations if r.get_accessor_name() != "+"]
    return any(getattr(version, str(name)).exists() for name in named)


def _fold(head: ArchitectureVersion | None, design: Design) -> None:
    if head is not None:
        head.design, head.fingerprint = design.to_json(), fingerprint(design)
        head.save(update_fields=["design", "fingerprint", "updated_at"])


def _new_version(held: Architecture, user: User, design: Design, kind: str, note: str) -> None:
    last = held.versions.order_by("-number").first()
    held.current = ArchitectureVersion.objects.create(
        architecture=held,
        number=(last.number if last else 0) + 1,
        kind=kind,
        design=design.to_json(),
        fingerprint=fingerprint(design),
        author=user,
        note=note[:200],
    )
    held.save(update_fields=["current", "updated_at"])


def architecture_rename(*, architecture: Architecture, title: str) -> None:
    architecture.title = title_clean(title)
    architecture.save(update_fields=["title", "updated_at"])


def version_restore(*, user: User, architecture: Architecture, number: int, revision: int) -> Architecture:
    """Make an older version the newest one; what was newest stays in the history."""
    version = architecture.versions.filter(number=number).first()
    if version is None:
        raise ProductError(_("There is no such version."), code="not_found", status=404)
    return architecture_save(
        user=user,
        architecture=architecture,
        design=version.design,
        revision=revision,
        kind=Kind.SAVED,
        note=_("Restored from version %(number)s") % {"number": number},
        confirm_empty=True,
    )


def architecture_duplicate(*, user: User, architecture: Architecture) -> Architecture:
    """Make a copy of the newest version that belongs to `user`."""
    design = architecture.current.design if architecture.current else {"nodes": {}, "edges": []}
    title = (_("%(title)s (copy)") % {"title": architecture.title})[:MAX_TITLE]
    return architecture_create(user=user, title=title, design=design)
