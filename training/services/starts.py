"""What a training may start from: the weights of a model that is complete, with its design and tokenizer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import ConflictError, ProductError
from training.models import Run, Tokenizer
from training.services.designs import DesignFacts
from training.services.tokenizers import tokenizer_adopt
from training.signals import start_asked

WEIGHTS: Final = "model.safetensors"
TOKENIZER: Final = "tokenizer.json"


@dataclass(frozen=True)
class StartWeights:
    """A completed model as a beginning: `folder` has its weights and its tokenizer."""

    model: str
    title: str
    folder: Path
    design: dict[str, Any]
    fingerprint: str
    n_parameters: int
    vocab_size: int
    tokenizer_kind: str

    def to_json(self) -> dict[str, Any]:
        """What a run keeps of it; the weights themselves are linked into the run's folder."""
        return {"model": self.model, "title": self.title, "vocab_size": self.vocab_size}


def start_named(user: User, model: str) -> StartWeights:
    """Return the model that a person wants to start from. Raises ProductError (404) if they see none."""
    answers: list[Any] = [found for _receiver, found in start_asked.send(sender=Run, user=user, model=model)]
    start: StartWeights | None = next((found for found in answers if found), None)
    if start is None:
        words = _("There is no such model that you may see. Choose another one.")
        raise ProductError(words, code="not_found", attr="start", status=404)
    return start


def start_tokenizer(start: StartWeights, user: User, chosen: Tokenizer | None) -> Tokenizer:
    """Return the tokenizer that the model learned with. Raises ProductError if another one was chosen."""
    own = tokenizer_adopt(user=user, file=start.folder / TOKENIZER, title=start.title)
    if chosen is not None and chosen.digest != own.digest:
        words = _(
            "“%(tokenizer)s” is not the tokenizer of “%(model)s”. To go on from a model, use its own; "
            "leave the choice out."
        )
        values = {"tokenizer": chosen.title, "model": start.title}
        raise ProductError(words % values, code="tokenizer_differs", attr="tokenizer")
    return chosen or own


def check_start(start: StartWeights, facts: DesignFacts) -> None:
    """Raise ConflictError unless the weights are there and are those of this design."""
    if facts.fingerprint != start.fingerprint:
        words = _(
            "This design is not the one that “%(title)s” was made with, so its weights do not fit. "
            "Use the model's own design, or start without it."
        )
        raise ConflictError(words % {"title": start.title}, code="fingerprint_differs", attr="start")
    if not (start.folder / WEIGHTS).is_file():
        words = _("The weights of “%(title)s” are missing on the server. Choose another model.")
        raise ConflictError(words % {"title": start.title}, code="model_files_missing", attr="start")
