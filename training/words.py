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
        "The prepared text of this run is missing on the disk. Resume the run, or start a new one: the text is then "
        "prepared again."
    ),
    "tokenizer_gone": _(
        "The tokenizer of this run is missing on the disk. Resume the run, or start a new one: it is then trained "
        "again."
    ),
    "checkpoint_not_alike": _(
        "The checkpoint of step %(step)s was written by another version of the site, which sorted the weights of this "
        "design otherwise, so the training cannot go on from it. Start it anew."
    ),
    "start_gone": _(
        "The weights that this run was to start from are missing on the disk. Start a new run from that model."
    ),
    "tokenizer_not_the_same": _(
        "The file of this tokenizer is gone, and training it again gave another one. Make a new tokenizer."
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
    "loss_not_finite:forward": _(
        "At step %(step)s “%(block)s” was the first block whose output was no longer a number (%(kind)s). "
        "Lower the learning rate, or look at the options of this block, and try again."
    ),
    "loss_not_finite:backward": _(
        "At step %(step)s “%(block)s” was the first block whose gradients were no longer numbers (%(kind)s). "
        "Lower the learning rate, or clip gradients, and try again."
    ),
    "diverged": _(
        "At step %(step)s the loss had risen far above what it was before, and stayed there. Lower the learning rate and "
        "try again."
    ),
    "dead_layer": _(
        "“%(block)s” has been dead since step %(step)s: its weights get no gradient, so it learns nothing. "
        "The run goes on. Lower the learning rate, or take another activation in this block (GELU or SiLU "
        "instead of ReLU), and train again."
    ),
    "dead_layer:output": _(
        "“%(block)s” has been dead since step %(step)s: it gives out nothing but zeros, so it learns nothing. "
        "The run goes on. Lower the learning rate, or take another activation in this block (GELU or SiLU "
        "instead of ReLU), and train again."
    ),
    "out_of_memory": _(
        "The memory did not suffice. Lower the batch size or the context length and try again."
    ),
    "out_of_memory:needed": _(
        "The memory did not suffice: %(needed)s and more would have been needed. Lower the batch size "
        "(now %(batch_size)s) or the context length and try again."
    ),
    "out_of_memory:room": _(
        "This training needs about %(needed)s of memory, and %(available)s are free. Lower the batch size "
        "(now %(batch_size)s) or the context length, or try again when the machine has less to do."
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
    "batch_not_shared": _(
        "A batch of %(batch_size)s sequences cannot be shared equally between %(n_processes)s processes. "
        "Choose a batch size that is a multiple of %(n_processes)s, or start fewer processes."
    ),
    # why a training could not be tried
    "probe_too_long": _(
        "A trial of this training had not made a step after two minutes. Lower the batch size or the context length."
    ),
    "probe_ended": _(
        "A trial of this training was ended by the system (exit code %(exit_code)s), as it does where memory runs out. "
        "Lower the batch size or the context length."
    ),
    "cannot_compile": _("This machine cannot compile models. An operator finds the reason in the log."),
    # what the log of a run says
    "compile_begins": _("The model is being compiled; the first step comes after that."),
    "compile_failed": _(
        "The model could not be compiled here (%(reason)s). It trains without, a little slower perhaps."
    ),
    "compile_on": _("The options ask for the model to be compiled first."),
    "compile_off": _("The model is not compiled, as the options say."),
    "compile_gpu": _("On a GPU the model is compiled first."),
    "compile_repays": _(
        "The model is compiled first: by what was measured, this training gains more than it takes."
    ),
    "compile_no_gain": _(
        "The model is not compiled: by what was measured, this training would gain less than it takes."
    ),
    "compile_short": _("The model is not compiled: this training is too short to gain what it takes."),
    "compile_untried": _("The model is not compiled: whether that would pay off was not measured."),
    "compile_several_devices": _("The model is not compiled: a training on several devices goes without."),
    "compile_cannot": _("The model is not compiled: a trial has shown that this machine cannot."),
    "bf16_slow": _(
        "This CPU has no instructions of its own for bf16: a step may take many times longer than in fp32. "
        "Choose fp32 in the next run."
    ),
    "process_lost": _(
        "Another process of this training has gone without a word. Start it again: it goes on from its last "
        "checkpoint, with any number of processes."
    ),
    "checkpoints_within_quota": _(
        "Your files have taken all the room that you may use, so older checkpoints are removed sooner. The last and the "
        "best stay. Delete runs or corpora to keep more, or ask for more room."
    ),
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
    "corpus_too_large": _(
        "This text is larger than the %(limit)s MB that you have room for. Ask for fewer rows, upload a part, "
        "or delete runs or corpora first."
    ),
    "corpus_gone": _("The text of this corpus is missing on the server. Make it again."),
    "corpus_no_such_column": _("%(file)s has no text in “%(column)s”. It has: %(columns)s."),
    "corpus_bad_parquet": _(
        "%(file)s is not a Parquet table that can be read. Write it anew, or save it as CSV."
    ),
    "corpus_bad_zip": _(
        "%(file)s is not a zip that can be unpacked here: it is damaged, has a password, or is packed in a "
        "rare way. Pack the texts again without a password."
    ),
    "corpus_zip_too_large": _(
        "%(file)s unpacks to %(n_members)s texts of %(megabytes)s MB; at most %(limit)s MB are read, and no text of "
        "more than 256 MB. Pack a part of it."
    ),
    "corpus_zip_without_text": _("There is no text in %(file)s. Put files of these kinds in it: %(kinds)s."),
    "corpus_package_missing": _(
        "This text comes with the Python package “%(package)s”, which is not installed here. Tell an operator."
    ),
    # the hub's data sets
    "hub_bad_dataset": _("“%(dataset)s” is no data set of the hub. Write it as its page does: owner/name."),
    "hub_offline": _(
        "This site is kept off the network, so nothing can be fetched from the hub. Upload the text instead."
    ),
    "hub_unreachable": _(
        "The hub did not answer, so “%(dataset)s” could not be fetched. Try again later, or upload the text instead."
    ),
    "hub_dataset_not_found": _(
        "There is no data set “%(dataset)s” on the hub that everybody may read. Check how its page writes it."
    ),
    "hub_gated_dataset": _(
        "The owner of “%(dataset)s” gives it only to those who ask. Fetch it yourself and upload it here."
    ),
    "hub_no_split": _("“%(dataset)s” has no split “%(split)s”. It has: %(there)s."),
    "hub_no_config": _("“%(dataset)s” has no configuration “%(config)s”. Choose one of: %(there)s."),
    "hub_no_column": _("“%(dataset)s” has no column “%(column)s”. It has: %(columns)s."),
    "hub_unreadable": _(
        "“%(dataset)s” cannot be read here (%(reason)s). Choose another data set, or upload the text instead."
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
    "tokenizer_not_cached": _(
        "The table of “%(name)s” is fetched once from the network, which this site cannot reach. Connect it, or ask an "
        "operator to put the table into TIKTOKEN_CACHE_DIR."
    ),
    "tokenizer_unreadable": _("The file of this tokenizer cannot be read. Make it again."),
    "tokenizer_missing": _("There is no tokenizer among these files. Add tokenizer.json."),
    "tokenizer_without_end": _(
        "This tokenizer has no token that ends a text. Name one as “eos_token” in tokenizer_config.json."
    ),
    "preparation_failed": _(
        "Something went wrong in the preparation. An operator finds the reason in the log."
    ),
    # why a run waits
    "waits_turn": _("Others are before it. It starts by itself; this page may be closed."),
    "waits_next": _("It is next, and starts as soon as a device is free. This page may be closed."),
    "waits_length_unknown": _(
        "It starts when a run before it ends or makes room, and nobody knows yet how long that one takes."
    ),
    "waits_data": _("Its text is being prepared. Then it takes its place in the queue."),
    "waits_at_once": _(
        "Its owner may have %(n)s runs at work at once, and has. It starts when one of them ends or is stopped."
    ),
    "waits_hours_spent": _(
        "Its owner has used the %(hours)s device hours of today. It starts tomorrow, unless an operator gives more."
    ),
    "waits_paused": _(
        "The queue is paused, so nothing starts. It goes on when an operator resumes the queue."
    ),
    "waits_paused:reason": _(
        "The queue is paused, so nothing starts: “%(reason)s”. It goes on when an operator resumes the queue."
    ),
    "waits_no_worker": _("No worker is alive, so nothing starts. Tell whoever runs this site."),
    "waits_drained": _("The hosts on which it fits take no new runs now. An operator can open one again."),
    "waits_no_host": _(
        "It asks for %(n_devices)s devices at once, and no host here has so many. Stop it, and start one that asks "
        "for fewer."
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
    code = _closer(code, filled)
    if code not in SENTENCES:
        return str(UNKNOWN) % {"code": code}
    return str(SENTENCES[code]) % filled


def _closer(code: str, values: dict[str, Any]) -> str:
    """Return the code of a sentence that says more, where its values are known."""
    if code == "loss_not_finite" and values.get("block"):
        values["kind"] = {"nan": "NaN", "inf": "∞"}.get(values.get("kind", ""), "NaN")
        return f"{code}:{values.get('where', 'forward')}"
    if code == "dead_layer" and values.get("where") == "output":
        return f"{code}:output"
    if code == "waits_paused" and values.get("reason"):
        return f"{code}:reason"
    if code == "out_of_memory" and values.get("needed_bytes"):
        values["needed"] = f"{values['needed_bytes'] / 2**20:,.0f} MB"
        if values.get("available_bytes") is None:
            return f"{code}:needed"
        values["available"] = f"{values['available_bytes'] / 2**20:,.0f} MB"
        return f"{code}:room"
    return code


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
        "sherlock-holmes": gettext("The Adventures of Sherlock Holmes"),
        "war-and-peace": gettext("War and Peace"),
    }
    return shipped.get(slug or "", title)
