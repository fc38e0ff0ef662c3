"""The folders of cut texts: named by what is in them, shared by the rows that name them, and gone with the last."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable
from typing import Final

from django.db.models import QuerySet

from training.models import TokenFile
from training.paths import tokens_root

DIGEST_LENGTH: Final = 64
LEFT_FOR: Final = 3600.0  # seconds in which a folder that was just written gets its row


def digests(token_files: QuerySet[TokenFile]) -> list[str]:
    return list(token_files.exclude(digest="").values_list("digest", flat=True))


def tokens_forget(names: Iterable[str]) -> None:
    """Remove the folders that no row names any more. A run has its own links to what it learns from."""
    for name in set(names) - set(TokenFile.objects.filter(digest__in=names).values_list("digest", flat=True)):
        shutil.rmtree(tokens_root() / name, ignore_errors=True)


def tokens_tidy() -> None:
    """Remove what rows left behind that went without being asked: those of a person, say, who was deleted."""
    if not tokens_root().is_dir():
        return
    before = time.time() - LEFT_FOR
    whole = (one for one in tokens_root().iterdir() if len(one.name) == DIGEST_LENGTH)
    tokens_forget([one.name for one in whole if one.stat().st_mtime < before])
