"""Public links: whoever has one sees a design, newest version, without signing in."""

from __future__ import annotations

import secrets
from typing import Final

from architectures.models import Architecture

TOKEN_BYTES: Final = 16  # nobody finds 128 bits by trying


def link_make(*, architecture: Architecture) -> str:
    """Give the design a link, or another one; the old one opens nothing any more. Return its token."""
    architecture.link_token = secrets.token_urlsafe(TOKEN_BYTES)
    architecture.save(update_fields=["link_token"])
    return architecture.link_token


def link_off(*, architecture: Architecture) -> None:
    """Take the link away."""
    architecture.link_token = None
    architecture.save(update_fields=["link_token"])
