"""The tokenizers that the forms of a run and of a search offer."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Case, IntegerField, Value, When

from accounts.models import User
from accounts.rights import sound
from common.models import WorkState
from training import selectors
from training.models import Tokenizer
from training.titles import tokenizer_title

MOST: Final = 200  # in the list of a form


def tokenizer_choices(user: User, chosen: str = "") -> dict[str, Any]:
    """Those that are ready: one's own first, then everybody's, the newest first; the chosen one is always among them."""
    own_first = Case(
        When(owner=user, then=Value(0)),
        When(owner=None, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    ready = selectors.tokenizers(user).filter(state=WorkState.READY).order_by(own_first, "-created_at", "pk")
    found = list(ready[: MOST + 1])
    more, found = len(found) > MOST, found[:MOST]
    if chosen and sound(chosen) and all(one.pk != chosen for one in found):
        found += list(ready.filter(pk=chosen))
    there = any(one.pk == chosen for one in found)
    return {
        "tokenizers": [_choice(one, user) for one in found],
        "tokenizer": chosen if there else "",
        "tokenizerLost": bool(chosen) and not there,
        "moreTokenizers": more,
    }


def _choice(one: Tokenizer, user: User) -> dict[str, Any]:
    whose = "mine" if one.owner_id == user.pk else "shared" if one.owner_id else "site"
    return {"id": one.pk, "title": tokenizer_title(one), "vocab_size": one.vocab_size, "whose": whose}
