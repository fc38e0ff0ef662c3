"""Sentences for the codes of this app's core, supervisor and jobs, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Any]] = {
    # how a run ended
    "minutes_used_up": _(
        "The run used all the minutes that you may use for one run. Its last checkpoint is kept."
    ),
    "model_missing": _(
        "Training ended, but the model is not complete on the disk. Resume the run to write it."
    ),
    "model_not_kept": _(
        "Training ended, but the model could not be put among the completed models. "
        "Resume the run to try again."
    ),
    "data_missing": _(
        "The prepared text of this run is missing on the disk. Start a new run to prepare it again."
    ),
    "not_started": _(
        "The training could not be started on this machine. An operator finds the reason in the log."
    ),
    "supervisor_lost": _(
        "The machine or the process that looked after this run went away. It goes on by itself."
    ),
    "trainer_killed": _(
        "The training was ended by %(signal)s; it used %(peak_memory)s of memory at its peak. "
        "If the machine ran out of memory, lower the batch size (now %(batch_size)s) or the context length."
    ),
    "trainer_ended": _(
        "The training ended with exit code %(exit_code)s; it used %(peak_memory)s of memory at its peak. "
        "The log of the run says why."
    ),
    "loss_not_finite": _(
        "At step %(step)s the loss or its gradients were no longer numbers. Lower the learning rate, "
        "or clip gradients, and try again."
    ),
    "diverged": _(
        "At step %(step)s the loss had grown far beyond its start. Lower the learning rate and try again."
    ),
    "out_of_memory": _(
        "The memory did not suffice. Lower the batch size or the context length and try again."
    ),
    "disk_full": _(
        "The disk of the server is full, so this training could not be kept. Delete runs or models that "
        "nobody needs, or ask an operator for room, and resume the run."
    ),
    "init_unreadable": _(
        "The weights to start from could not be read (%(reason)s). Choose another model to start from, or start anew."
    ),
    "init_names": _(
        "The weights to start from are of another architecture. Missing: %(missing)s. Not of this one: "
        "%(unexpected)s. Use the architecture that they were trained with."
    ),
    "init_shape": _(
        "“%(name)s” of the weights to start from has the sizes %(actual)s; this architecture needs %(expected)s. "
        "Use the architecture and the tokenizer that they were trained with."
    ),
    "init_values": _(
        "“%(name)s” of the weights to start from holds values that are no numbers. Choose another model to start from."
    ),
    "init_tied": _(
        "This architecture shares “%(name)s” with “%(target)s”, but the weights to start from differ between the two. "
        "Unshare them in the design."
    ),
    "trainer_error": _(
        "The training met an error that it has no advice for (%(reason)s). Resume the run to go on from "
        "its last checkpoint; if it happens again, tell an operator."
    ),
    # what the log of a run says
    "checkpoint_failed": _(
        "The checkpoint of step %(step)s could not be written (%(reason)s). Training goes on and tries again "
        "at the next one; if the disk is full, delete runs or models that nobody needs."
    ),
    "best_checkpoint_taken": _(
        "The model did not get better any more, so the weights of step %(step)s, the best checkpoint, were "
        "taken. To train on, raise the patience of early stopping."
    ),
    # corpora
    "corpus_empty": _("There is no text in this corpus. Upload a file with text in it."),
    "corpus_not_text": _("The file %(file)s is not text. Save it as UTF-8 text and upload it again."),
    "corpus_no_text_field": _("The file %(file)s has no column or field with text. Name one “text”."),
    "corpus_bad_csv": _(
        "The file %(file)s is not a table that can be read: %(reason)s. Save it as CSV in UTF-8."
    ),
    "corpus_bad_json_line": _("Line %(line)s of %(file)s is not JSON. Put one JSON value on each line."),
    "held_out_text_too_short": _("Too little text is left to judge the model by. Add more text."),
    "data_unreadable": _(
        "The prepared text of this run cannot be read. Start a new run to prepare it again."
    ),
    "corpus_file_missing": _("The file %(file)s is missing on the server. Upload it again."),
    "corpus_too_short": _(
        "This text has %(n_characters)s characters; at least %(minimum)s are needed. Add more text."
    ),
    "corpus_size_out_of_range": _(
        "A generated corpus must have between %(low)s and %(high)s bytes, not %(given)s."
    ),
    "corpus_shorter_than_context": _(
        "This text has only %(n_tokens)s tokens, fewer than one context of %(context_length)s. "
        "Add more text or make the context shorter."
    ),
    "unknown_corpus_source": _("This kind of corpus is not known here."),
    # tokenizers
    "vocab_size_out_of_range": _(
        "The vocabulary must have between %(low)s and %(high)s tokens, not %(given)s."
    ),
    "bpe_libraries_disagree": _(
        "This tokenizer could not be made safely for this text. Choose another kind."
    ),
    "unknown_tokenizer_kind": _("%(kind)s is not a kind of tokenizer."),
    "tokenizer_unreadable": _("The file of this tokenizer cannot be read. Make it again."),
    "tokenizer_missing": _("There is no tokenizer among these files. Add tokenizer.json."),
    "tokenizer_without_end": _(
        "This tokenizer has no token that ends a text. Name one as “eos_token” in tokenizer_config.json."
    ),
    "preparation_failed": _(
        "Something went wrong in the preparation. An operator finds the reason in the log."
    ),
    # sockets
    "not_found": _("There is no such run, or you may not see it."),
    "not_signed_in": _("Please sign in to watch a run."),
}
UNKNOWN: Final = _("The run reported “%(code)s”. The log of the run says more.")


class _Values(dict[str, Any]):
    """Values of a sentence; one that is missing is shown as a question mark, never as an error."""

    def __missing__(self, key: str) -> str:
        return "?"


def sentence(code: str, values: Mapping[str, Any] | None = None) -> str:
    """Return the sentence for a code in the language that is active now."""
    filled = _Values(values or {})
    peak = filled.get("peak_memory_bytes")
    filled["peak_memory"] = f"{peak / 2**20:,.0f} MB" if peak else "?"
    if code not in SENTENCES:
        return str(UNKNOWN) % {"code": code}
    return str(SENTENCES[code]) % filled


def described(error: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return an error {"code", "values"} with its sentence as "detail"."""
    if not error:
        return None
    values = error.get("values") or {}
    return {"code": error["code"], "values": values, "detail": sentence(error["code"], values)}


def corpus_title(slug: str | None, title: str) -> str:
    """Return the title of a corpus; those of shipped ones are translated."""
    shipped = {
        "stories-en": gettext("Generated stories (English)"),
        "stories-ko": gettext("Generated stories (Korean)"),
    }
    return shipped.get(slug or "", title)
