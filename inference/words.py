"""Sentences for the codes of this app's core and pool, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from inference.core.options import MAX_PROMPT_CHARACTERS

SENTENCES = {
    "model_files_missing": _(
        "The file %(file)s of this model is missing on the server. Train the model again or delete it."
    ),
    "model_unreadable": _("The files of this model cannot be read (%(reason)s). Train the model again."),
    "weights_not_finite": _(
        "This model computes values that are not numbers, so it cannot write. "
        "Train it again with a lower learning rate."
    ),
    "out_of_memory": _("The server has too little memory for this model now. Try again later."),
    "worker_died": _("The process that was writing ended unexpectedly. Please try again."),
    "generation_failed": _("Something went wrong while writing. The reason is in the server's log."),
    "busy": _("Many people are generating text right now. Please try again in a moment."),
    "busy_yourself": _("Several of your texts are still being written. Wait for one or stop one."),
    "already_generating": _("A text is being written already. Stop it first."),
    "prompt_too_long": _(
        "The beginning has %(n)s characters; at most %(limit)s can be read. Please shorten it."
    ),
    "invalid_message": _("This message was not understood. Send a JSON object with a known type."),
    "not_found": _("There is no such model, or you may not see it."),
    "not_signed_in": _("Please sign in to let a model write."),
    "not_an_option": _("%(name)s is not an option."),
    "bad_option": _("The value of %(name)s is not valid: %(reason)s"),
    "not_an_object": _("A JSON object is expected."),
    "title_empty": _("A title needs at least one visible character."),
    "unknown_choice": _("%(value)s is not a choice. Choose one of: %(choices)s."),
}


def sentence(code: str, values: Mapping[str, Any] | None = None) -> str:
    """Return the sentence for a code in the language that is active now."""
    text = SENTENCES.get(code, SENTENCES["generation_failed"])
    return str(text) % dict(values or {})


def prompt_too_long(n: int) -> str:
    return sentence("prompt_too_long", {"n": f"{n:,}", "limit": f"{MAX_PROMPT_CHARACTERS:,}"})
