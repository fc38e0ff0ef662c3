"""Opaque public ids: what appears in URLs and says nothing about order or count."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no characters that are read for one another
LENGTH = 12  # about 59 bits


def new_id() -> str:
    """Return a fresh random id of LENGTH characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
