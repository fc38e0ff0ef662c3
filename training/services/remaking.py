"""What was made and is no more on the disk: it is made again, where it can be."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from common.errors import ConflictError
from common.models import WorkState
from training.core.documents import DOCUMENTS, FACTS
from training.core.tokens import is_whole
from training.models import Corpus, TokenFile, Tokenizer
from training.paths import corpus_folder, tokenizer_file, tokens_folder
from training.titles import tokenizer_title

Thing = Corpus | Tokenizer | TokenFile
AGAIN: Final = {"state": WorkState.WAITING, "error": None, "progress": 0.0, "claimed_by": ""}
OF_NO_TEXT: Final = (Tokenizer.Kind.BYTES, Tokenizer.Kind.TIKTOKEN)


def gone_make_again(token_file: TokenFile) -> None:
    """Let what a run needs be made again where its files are gone, with what that needs in turn.

    A corpus is made of what it was made of; what cannot be had any more it says itself. Raises ConflictError where a
    tokenizer cannot be trained again.
    """
    for thing in _gone(token_file):
        type(thing).objects.filter(pk=thing.pk, state=WorkState.READY).update(**AGAIN)


def _gone(token_file: TokenFile) -> list[Thing]:
    ready, tokenizer = WorkState.READY, token_file.tokenizer
    gone: list[Thing] = []
    texts = set[Corpus]()
    if tokenizer.state == ready and not tokenizer_file(tokenizer).is_file():
        texts |= _text_of(tokenizer)
        gone.append(tokenizer)
    if gone or not (token_file.state == ready and is_whole(tokens_folder(token_file))):
        texts.add(token_file.corpus)
        gone.append(token_file)
    return [*gone, *(text for text in texts if text.state == ready and not _has_text(text))]


def _text_of(tokenizer: Tokenizer) -> set[Corpus]:
    """Return what a tokenizer is trained on."""
    if tokenizer.kind in OF_NO_TEXT:
        return set()
    if tokenizer.corpus is None:
        words = _(
            "The file of the tokenizer “%(title)s” is missing on the server, and there is no corpus to train it again "
            "on. Choose another tokenizer."
        )
        raise ConflictError(words % {"title": tokenizer_title(tokenizer)}, code="tokenizer_gone")
    return {tokenizer.corpus}


def _has_text(corpus: Corpus) -> bool:
    folder = corpus_folder(corpus)
    return all((folder / name).is_file() for name in (DOCUMENTS, FACTS))
