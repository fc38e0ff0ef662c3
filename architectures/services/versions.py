"""The history of a design: names for its states, and the way back to them."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from architectures.models import Architecture, ArchitectureVersion
from architectures.selectors import get_version
from architectures.services.reading import line_clean
from architectures.services.saving import MAX_NOTE, Kind, architecture_save, held_at
from common.errors import ProductError

MAX_NAME: Final = 120


@transaction.atomic
def version_describe(
    *, architecture: Architecture, number: int, name: str | None = None, note: str | None = None
) -> ArchitectureVersion:
    """Name a version, or say what it is about. A version that has a name is never folded into a later one.

    Raises ProductError for one that is not there, and for a name or a note that will not do.
    """
    held_at(architecture.pk, None)
    version = get_version(architecture, number)
    given: dict[str, str] = {}
    if name is not None:
        given["name"] = _line(name, MAX_NAME, "name")
    if note is not None:
        given["note"] = _line(note, MAX_NOTE, "note")
    if given.get("name"):
        given["kind"] = Kind.SAVED
    if given:  # the time stays that of the design
        ArchitectureVersion.objects.filter(pk=version.pk).update(**given)
        version.refresh_from_db()
    return version


def _line(text: str, most: int, attr: str) -> str:
    shown = line_clean(text)
    if text.strip() and not shown:
        words = _("This consists of characters that cannot be seen. Write something that can.")
        raise ProductError(words, code="invisible", attr=attr)
    if len(shown) > most:
        words = _("This has %(length)s characters, and at most %(most)s are kept. Shorten it.")
        raise ProductError(words % {"length": len(shown), "most": most}, code="too_long", attr=attr)
    return shown


def version_restore(*, user: User, architecture: Architecture, number: int, revision: int) -> Architecture:
    """Make an older version the newest one; what was newest stays in the history."""
    return architecture_save(
        user=user,
        architecture=architecture,
        design=get_version(architecture, number).design,
        revision=revision,
        kind=Kind.SAVED,
        note=_("Restored from version %(number)s") % {"number": number},
        confirm_empty=True,
    )
