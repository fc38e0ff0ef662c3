"""What a person asked for, checked. One rule for REST and sockets; sentences for what is wrong."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from common.errors import ProductError
from common.faults import first_fault
from inference.core.options import MAX_PROMPT_CHARACTERS, GenerateRequest
from inference.words import prompt_too_long, sentence


def parse_request(data: Any) -> GenerateRequest:
    """Check {"prompt", "options"}. Raises ProductError that names the option at fault."""
    if not isinstance(data, dict):
        raise ProductError(sentence("not_an_object"), code="not_an_object")
    prompt = data.get("prompt")
    if isinstance(prompt, str):
        if len(prompt) > MAX_PROMPT_CHARACTERS:
            raise ProductError(prompt_too_long(len(prompt)), code="prompt_too_long", attr="prompt")
        # A lone half of a surrogate pair is no character; it would fail wherever the text is written.
        data = {**data, "prompt": prompt.encode("utf-8", "replace").decode()}
    try:
        return GenerateRequest.model_validate(data)
    except ValidationError as error:
        raise _in_words(error) from error


def _in_words(error: ValidationError) -> ProductError:
    name, reason = first_fault(error)
    if error.errors()[0]["type"] == "extra_forbidden":
        return ProductError(sentence("not_an_option", {"name": name}), code="not_an_option", attr=name)
    detail = sentence("bad_option", {"name": name, "reason": reason})
    return ProductError(detail, code="bad_option", attr=name)
