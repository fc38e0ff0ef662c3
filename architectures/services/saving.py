"""Keeping new states of a design: saved, folded, renamed. Nothing is overwritten without a word."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from architectures.core.design import Design
from architectures.models import Architecture, ArchitectureVersion
from architectures.services.reading import Document, design_read, title_clean
from common.errors import ConflictError, ProductError

FOLD_WITHIN: Final = timedelta(minutes=10)  # autosaves of one sitting become one version
MAX_NOTE: Final = 200
Kind = ArchitectureVersion.Kind


@transaction.atomic
def architecture_save(
    *,
    user: User,
    architecture: Architecture,
    design: Document,
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
    held = held_at(architecture.pk, revision)
    if not read.nodes and held.current and held.current.design.get("nodes") and not confirm_empty:
        words = _("The canvas is empty. Confirm that it shall take the place of the design that is saved.")
        raise ConflictError(words, code="empty_canvas")
    held.revision += 1
    held.save(update_fields=["revision", "updated_at"])
    if held.current is not None and _may_fold(held.current, user, kind):
        _fold(held.current, read)
    else:
        version_add(held, user, read, kind, note)
    return held


def held_at(pk: str, revision: int | None) -> Architecture:
    """Return the row, locked until the transaction ends.

    Raises ProductError (404) if it was deleted, and ConflictError if it is not at `revision`, where one is named.
    """
    rows = Architecture.objects.select_for_update(of=("self",)).select_related("current")
    held = rows.filter(pk=pk).first()
    if held is None:
        words = _("This design was deleted in the meantime. Import what you have as a new one.")
        raise ProductError(words, code="not_found", status=404)
    if revision is not None and held.revision != revision:
        raise _conflict(held.revision)
    return held


def _conflict(current: int) -> ConflictError:
    words = _(
        "This design was saved elsewhere in the meantime (it is at revision %(number)s now). "
        "Load that state, or save yours as a copy."
    )
    return ConflictError(words % {"number": current}, code="conflict", attr="revision")


@transaction.atomic
def architecture_rename(
    *, architecture: Architecture, title: str, revision: int | None, counts: bool
) -> None:
    """Give a design another title; with `counts`, as a write of its own. Raises ProductError and ConflictError."""
    held = held_at(architecture.pk, revision)
    shown = title_clean(title)
    if shown == held.title:
        return
    held.title = shown
    held.revision += 1 if counts else 0
    held.save(update_fields=["title", "revision", "updated_at"])


def _may_fold(head: ArchitectureVersion, user: User, kind: str) -> bool:
    """Whether an autosave may take the place of the newest version instead of following it."""
    return (
        kind == Kind.AUTOSAVE
        and head.kind == Kind.AUTOSAVE
        and head.author_id == user.pk
        and timezone.now() - head.created_at < FOLD_WITHIN
        and not _used(head)
    )


def _used(version: ArchitectureVersion) -> bool:
    """Whether anything, such as a run, points at a version, so that it must stay as it is."""
    names = (relation.get_accessor_name() for relation in version._meta.related_objects)
    return any(getattr(version, name).exists() for name in names if name)


def _fold(head: ArchitectureVersion, design: Design) -> None:
    ArchitectureVersion.objects.filter(pk=head.pk).update(**_state(design), updated_at=timezone.now())


def version_add(held: Architecture, user: User, design: Design, kind: str, note: str) -> None:
    """Append a version and make it the current one. The caller holds the row."""
    last = held.versions.order_by("-number").values_list("number", flat=True).first()
    held.current = ArchitectureVersion.objects.create(
        architecture=held,
        number=(last or 0) + 1,
        kind=kind,
        author=user,
        note=note[:MAX_NOTE],
        **_state(design),
    )
    held.save(update_fields=["current", "updated_at"])


def _state(design: Design) -> dict[str, Any]:
    """What a version keeps of a design. An unsound one has no count of parameters."""
    from architectures.core.validate import validate

    report = validate(design)
    return {
        "design": design.to_json(),
        "fingerprint": report.fingerprint,
        "n_parameters": report.costs.totals.get("parameters") if report.valid else None,
    }
