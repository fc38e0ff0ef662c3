"""Sentences for the codes of this app's core and pool, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

import architectures.words
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
    "mlflow_off": _("This site has no MLflow to register models in. Whoever runs it can start one."),
    "name_taken": _("“%(name)s” is the name of somebody else's models in MLflow. Choose another one."),
    "mlflow_refused": _("MLflow did not take the model: %(reason)s"),
    "export_not_ready": _("There is no proven file in this format yet. Ask for the export first."),
    "block_not_expressible": _(
        "The block %(block)s (%(type)s) cannot be expressed in this format: it computes in steps that depend on "
        "the length of the text, or with an operation that the format lacks. PyTorch says: %(reason)s"
    ),
    "model_not_expressible": _("This model cannot be expressed in this format: %(reason)s"),
    "family_unknown_to_llama_cpp": _(
        "GGUF is written here for published families that llama.cpp computes, and this design is of none of "
        "those. The published families that it is of: %(nearest)s."
    ),
    "option_unknown_to_llama_cpp": _(
        "llama.cpp computes the family %(family)s with other settings only: %(option)s is %(value)s here."
    ),
    "tensor_unknown_to_llama_cpp": _("llama.cpp has no place for %(tensor)s in the family %(family)s."),
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
    # what is brought in
    "config_missing": _("There is no config.json among these files. Choose the whole folder of the model."),
    "file_unreadable": _(
        "%(file)s cannot be read: it is no JSON object of a sensible size. Get the file again."
    ),
    "pickle_refused": _(
        "%(file)s is a pickle, which can run programs when it is opened. It was not opened. Use "
        "the model's safetensors files."
    ),
    "archive_bad_path": _(
        "The archive names a file outside its own folder (%(path)s). Nothing was unpacked. Pack "
        "the folder again."
    ),
    "archive_link": _("%(path)s in the archive is a link, not a file. Pack the files themselves."),
    "archive_unreadable": _(
        "The archive cannot be read (%(reason)s). Pack the folder again as .zip or .tar.gz, "
        "without a password."
    ),
    "archive_expands": _(
        "The archive would grow to more than %(limit)s times its size, which no model does. "
        "Nothing was unpacked."
    ),
    "archive_too_many_files": _("These are more than %(limit)s files. Choose only those of one model."),
    "import_too_large": _(
        "This needs %(size)s GB and you have room for %(limit)s GB. Delete runs, corpora or models first."
    ),
    "import_twice": _("%(file)s is there twice. Choose the files of one folder."),
    "weights_index_missing": _(
        "The weights come in several files, but %(file)s is missing, which says how they belong together."
    ),
    "weights_index_mismatch": _(
        "The index of the weights does not fit its files (%(tensor)s). Get all of the files again."
    ),
    "weights_file_missing": _("The index of the weights names %(file)s, which is not here. Add that file."),
    "weights_truncated": _("%(file)s is cut off: %(missing)s bytes are missing. Get the file again."),
    "weights_damaged": _(
        "%(file)s was damaged or changed: its header does not describe it (%(reason)s). Get the file again."
    ),
    "weights_dtype": _(
        "The weights “%(tensor)s” are numbers of the kind %(dtype)s, which are not read here. "
        "Convert them to bf16 or fp32."
    ),
    "weights_not_numbers": _(
        "“%(tensor)s” holds values that are not numbers, so this model cannot write. Take another "
        "state of it."
    ),
    "tokenizer_missing": _("The weights come without a tokenizer. Add tokenizer.json."),
    "tokenizer_unreadable": _("The tokenizer cannot be read (%(reason)s). Get tokenizer.json again."),
    "tokenizer_without_end": _(
        "The tokenizer has no token that ends a text. Name one as “eos_token” in tokenizer_config.json."
    ),
    "tokenizer_does_not_fit": _(
        "The tokenizer has %(tokenizer)s tokens, but the model knows only %(model)s. They belong "
        "to different models."
    ),
    "import_too_many_parameters": _(
        "This model has %(n)s parameters and you may have %(limit)s. Choose a smaller one."
    ),
    "import_nothing": _("Choose the files of a model, or name it as “owner/name”: one of the two."),
    "imports_at_work": _("%(n)s of your imports are at work already. Wait for one, or cancel one."),
    "import_job_died": _(
        "The process that read this model ended unexpectedly three times. It may need more memory "
        "than there is."
    ),
    "import_too_slow": _(
        "Bringing this model in took more than %(minutes)s minutes, so it was ended. Bring a smaller one."
    ),
    "import_out_of_memory": _("The server has too little memory for this model. Choose a smaller one."),
    "import_disk": _("The files could not be written (%(reason)s). Try again later."),
    "import_failed": _("Something went wrong while this model was read. The reason is in the server's log."),
}


def sentence(code: str, values: Mapping[str, Any] | None = None) -> str:
    """Return the sentence for a code in the language that is active now; of designs, `architectures` speaks."""
    if code not in SENTENCES and code in architectures.words.SENTENCES:
        return architectures.words.sentence(code, values or {})
    text = SENTENCES.get(code, SENTENCES["generation_failed"])
    return str(text) % dict(values or {})


def prompt_too_long(n: int) -> str:
    return sentence("prompt_too_long", {"n": f"{n:,}", "limit": f"{MAX_PROMPT_CHARACTERS:,}"})
