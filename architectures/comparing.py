"""What the page that compares two designs shows, and how its address names them.

A side is `preset:<slug>`, the id of an architecture, or `<id>@<number>` for one of its versions.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.rights import Viewer
from architectures.core.presets import presets
from architectures.selectors import get_architecture

PRESET = "preset:"
FIRST = (f"{PRESET}gpt2-small", f"{PRESET}llama-3-2-1b")  # shown where an address names nothing


def side(user: Viewer, name: str) -> dict[str, Any]:
    """Return one side of a comparison. Raises Http404 for what is not there and what one may not see alike."""
    if name.startswith(PRESET):
        return _preset(name)
    pk, at, number = name.partition("@")
    found = get_architecture(user, pk)
    version = found.current
    if at:
        version = found.versions.filter(number=int(number)).first() if _is_number(number) else None
    if version is None:
        raise Http404(_("There is no design “%(name)s” to compare with.") % {"name": name[:80]})
    return {
        "name": name,
        "title": found.title,
        "version": version.number if at else None,
        "owner": found.owner.username if found.owner_id != user.pk else None,
        "href": reverse("architecture-edit", args=[found.pk]),
        "design": version.design,
    }


def _preset(name: str) -> dict[str, Any]:
    preset = next((one for one in presets() if PRESET + one.slug == name), None)
    if preset is None:
        raise Http404(_("There is no design “%(name)s” to compare with.") % {"name": name[:80]})
    return {
        "name": name,
        "title": preset.title,
        "version": None,
        "owner": None,
        "href": f"{reverse('architecture-new')}#preset-{preset.slug}",
        "design": preset.design.to_json(),
    }


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
