"""Tokenizers and the token files that come of them; both are made by preparation jobs."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rights import visible
from common.errors import ConflictError, ProductError
from common.models import Visibility, WorkState
from training.core.errors import CoreError
from training.core.vocabulary import DEFAULT_VOCAB, PUBLISHED
from training.models import Corpus, TokenFile, Tokenizer
from training.paths import tokenizer_file
from training.services.corpora import clean_title
from training.services.cut_texts import digests, tokens_forget
from training.services.remaking import AGAIN, gone_make_again
from training.services.transitions import LIVE
from training.services.wake import send_preparation
from training.titles import given_title, tokenizer_title
from training.words import sentence

TRAINED_KINDS: Final = ("characters", "bytes", "bpe")
MIN_VOCAB, MAX_VOCAB = 257, 65_536


def tokenizer_create(
    *, user: User, kind: str, corpus: Corpus, vocab_size: int | None = None, title: str = ""
) -> Tokenizer:
    """Return a tokenizer of this kind for this corpus: the one there is, else a new one to be trained.

    That of a shipped corpus belongs to everybody, so a whole class trains it once; one with a title of its own does not.
    """
    options = _options(kind, vocab_size)
    for_all = corpus.owner_id is None and not clean_title(title)
    owner = None if for_all else user
    with transaction.atomic():
        Corpus.objects.select_for_update().get(pk=corpus.pk)  # one at a time, so that it is made once
        same = Tokenizer.objects.filter(corpus=corpus, kind=kind, options=options, owner=owner)
        found = same.exclude(state=WorkState.FAILED).first() if not title else None
        if found is not None:
            return found
        made = Tokenizer.objects.create(
            owner=owner,
            kind=kind,
            corpus=corpus,
            options=options,
            title=clean_title(title) or given_title(corpus, kind, options),
            visibility=corpus.visibility if for_all or corpus.owner_id else Visibility.PRIVATE,
        )
        send_preparation()
    return made


def tokenizer_publish(*, encoding: str) -> Tokenizer:
    """Return a published tokenizer, which belongs to everybody: the one there is, else one to be fetched."""
    with transaction.atomic():
        same = Tokenizer.objects.filter(
            kind=Tokenizer.Kind.TIKTOKEN, options={"encoding": encoding}, owner=None
        )
        found = same.first()
        if found is None:
            found = Tokenizer.objects.create(
                kind=Tokenizer.Kind.TIKTOKEN,
                options={"encoding": encoding},
                title=PUBLISHED[encoding].title,
                visibility=Visibility.PUBLIC,
            )
            send_preparation()
    if found.state == WorkState.FAILED:  # perhaps the network is there by now
        tokenizer_retry(tokenizer=found)
    return found


def tokenizer_retry(*, tokenizer: Tokenizer) -> None:
    """Let a preparation that failed be tried again. Raises ConflictError for any other."""
    with transaction.atomic():
        if not Tokenizer.objects.filter(pk=tokenizer.pk, state=WorkState.FAILED).update(**AGAIN):
            words = _("“%(title)s” has not failed, so there is nothing to try again.")
            raise ConflictError(words % {"title": tokenizer_title(tokenizer)}, code="not_failed")
        send_preparation()
    tokenizer.refresh_from_db()


def tokenizer_adopt(*, user: User, file: Path, title: str) -> Tokenizer:
    """Return the tokenizer in `file` as one that `user` may see: the one there is, else a copy of their own.

    Raises ConflictError if the file is gone or cannot be read.
    """
    from training.core.tokenizer import load_tokenizer

    try:
        loaded = load_tokenizer(file)
    except CoreError as error:
        raise ConflictError(sentence(error.code, error.values), code=error.code) from error
    same = Tokenizer.objects.filter(digest=loaded.digest, state=WorkState.READY)
    found = next((one for one in visible(same, user) if tokenizer_file(one).is_file()), None)
    if found is not None:
        return found
    made = Tokenizer(
        owner=user,
        title=clean_title(title),
        kind=loaded.kind,
        state=WorkState.READY,
        progress=1.0,
        vocab_size=loaded.vocab_size,
        digest=loaded.digest,
    )
    path = tokenizer_file(made)
    path.parent.mkdir(parents=True, exist_ok=True)
    loaded.save(path)
    made.save()
    return made


def tokenizer_delete(*, tokenizer: Tokenizer) -> None:
    """Remove a tokenizer and its file. Raises ConflictError while a run needs it."""
    if tokenizer.runs.filter(state__in=["queued", *LIVE]).exists():
        words = _("“%(title)s” is in use by a run. Stop or finish that run first.")
        raise ConflictError(words % {"title": tokenizer_title(tokenizer)}, code="tokenizer_in_use")
    folder, cut = tokenizer_file(tokenizer).parent, digests(tokenizer.token_files.all())
    with transaction.atomic():
        tokenizer.delete()
        transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
        transaction.on_commit(lambda: tokens_forget(cut))


def token_file_ensure(*, corpus: Corpus, tokenizer: Tokenizer, val_fraction: float) -> TokenFile:
    """Return the token file of this pair that holds out such a share, made or to be made.

    What failed is tried again, and what is gone from the disk is made again. Raises ConflictError where the file of
    the tokenizer is gone and it cannot be trained again.
    """
    token_file, _made = TokenFile.objects.get_or_create(
        corpus=corpus, tokenizer=tokenizer, val_fraction=val_fraction
    )
    for thing in (corpus, tokenizer, token_file):
        type(thing).objects.filter(pk=thing.pk, state=WorkState.FAILED).update(**AGAIN)
        thing.refresh_from_db()
    gone_make_again(token_file)
    token_file.refresh_from_db()
    if token_file.state != WorkState.READY:
        send_preparation()
    return token_file


def _options(kind: str, vocab_size: int | None) -> dict[str, int]:
    if kind not in TRAINED_KINDS:
        words = _("“%(kind)s” is not a kind of tokenizer. Choose one of: %(kinds)s.")
        values = {"kind": kind, "kinds": ", ".join(TRAINED_KINDS)}
        raise ProductError(words % values, code="tokenizer_kind", attr="kind")
    if kind != "bpe":
        return {}
    size = vocab_size or DEFAULT_VOCAB
    if not MIN_VOCAB <= size <= MAX_VOCAB:
        words = _("The vocabulary must have between %(low)s and %(high)s tokens, not %(size)s.")
        bounds = {"low": MIN_VOCAB, "high": MAX_VOCAB, "size": size}
        raise ProductError(words % bounds, code="vocab_size", attr="vocab_size")
    return {"vocab_size": size}
