"""Which run was tried again as which."""

from __future__ import annotations

from typing import Any, Final

from accounts import rights
from accounts.rights import Viewer
from training.models import Run

MOST: Final = 20


def tries(run: Run, user: Viewer) -> dict[str, Any]:
    """Return the run that this one tries again and those that try it again, as far as a person may see them."""
    seen = rights.visible(Run.objects.defer("design"), user)
    parent = seen.filter(pk=run.parent_id).first() if run.parent_id else None
    later = list(seen.filter(parent=run).order_by("created_at")[:MOST])
    return {"triedBefore": _named(parent) if parent else None, "triedAgain": [_named(one) for one in later]}


def _named(run: Run) -> dict[str, str]:
    return {"title": run.title, "url": run.get_absolute_url()}
