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
    "owner_has_no_room": _("The files of this model's owner leave no room for another export."),
    "export_not_ready": _("There is no proven file in this format yet. Ask for the export first."),
    "block_not_expressible": _(
        "The block %(block)s (%(type)s) cannot be expressed in this format: %(reason)s"
    ),
    "model_not_expressible": _("This model cannot be expressed in this format: %(reason)s"),
    "family_unknown_to_llama_cpp": _(
        "llama.cpp computes only the published families that it knows, and this design is none of them. "
        "What comes nearest: %(nearest)s."
    ),
    "tokenizer_not_expressible": _(
        "A tokenizer of the kind “%(kind)s” cannot be expressed in this format. "
        "Models with a byte-pair (bpe) tokenizer can be exported."
    ),
    "shape_not_dynamic": _("The graph works for one size alone (%(shape)s), so it is not offered."),
    "missing_keys": _("%(loader)s misses %(n)s weights in the export, such as %(first)s. It is not offered."),
    "unexpected_keys": _(
        "%(loader)s does not know %(n)s weights of the export, such as %(first)s. It is not offered."
    ),
    "mismatched_keys": _(
        "%(n)s weights of the export have another shape for %(loader)s, such as %(first)s. It is not offered."
    ),
    "error_msgs": _("%(loader)s reports errors while it loads the export: %(first)s. It is not offered."),
    "tokens_differ": _(
        "%(loader)s cuts “%(text)s” into other tokens than this model does. It is not offered."
    ),
    "logits_not_alike": _(
        "%(loader)s computes something of another shape, or no numbers, for ids of shape %(shape)s. It is not offered."
    ),
    "difference_too_large": _(
        "%(loader)s computes something else: a logit differs by %(difference).1e, and %(tolerance).0e is allowed. "
        "It is not offered."
    ),
    "text_differs": _("%(loader)s writes another text than this model does. It is not offered."),
    "loader_missing": _("The program that would prove this format is not installed here (%(module)s)."),
    "process_not_clean": _("The proof must not see this product, but found %(found)s."),
    "export_too_slow": _(
        "This took longer than %(minutes)s minutes and was ended. Try again when less is going on."
    ),
    "export_too_large": _("This needed more than %(gigabytes)s GB of memory and was ended."),
    "export_died": _("The process was ended from outside (%(signal)s). Try again."),
    "export_broke": _("The process ended with an error. The reason is in the server's log."),
    "export_job_died": _("The process ended unexpectedly three times. The reason is in the server's log."),
    "export_disk": _("The file could not be written (%(reason)s). Try again later."),
    "export_failed": _("Something went wrong. The reason is in the server's log."),
}


def sentence(code: str, values: Mapping[str, Any] | None = None) -> str:
    """Return the sentence for a code in the language that is active now."""
    text = SENTENCES.get(code, SENTENCES["generation_failed"])
    return str(text) % dict(values or {})


def prompt_too_long(n: int) -> str:
    return sentence("prompt_too_long", {"n": f"{n:,}", "limit": f"{MAX_PROMPT_CHARACTERS:,}"})
