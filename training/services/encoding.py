"""Show how a tokenizer cuts a text."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from common.errors import ConflictError
from common.models import WorkState
from training.core.errors import CoreError
from training.models import Tokenizer
from training.paths import tokenizer_file
from training.words import sentence


def encode_text(*, tokenizer: Tokenizer, text: str) -> dict[str, Any]:
    """Return the tokens of `text` and the characters that the tokenizer does not know."""
    if tokenizer.state != WorkState.READY:
        words = _("“%(title)s” is not ready yet. Try again in a moment.") % {"title": tokenizer.title}
        raise ConflictError(words, code="not_ready")
    from training.core.tokenizer import load_tokenizer

    try:
        loaded = load_tokenizer(tokenizer_file(tokenizer))
    except CoreError as error:
        raise ConflictError(sentence(error.code, error.values), code=error.code) from error
    cut = [(token_id, loaded.token_bytes(token_id)) for token_id in loaded.encode(text)]
    tokens = [{"id": i, "text": raw.decode("utf-8", "replace"), "hex": raw.hex()} for i, raw in cut]
    return {"tokens": tokens, "unknown": loaded.unknown(text)}
