"""Corpora: those that ship with the product, and those that people upload."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.quotas import limits_for
from common.errors import ConflictError, ProductError, QuotaError
from common.models import Visibility
from training.core.sources.packaged import BOOKS, book_file
from training.core.textfile import SUFFIXES
from training.core.tokens import id_bytes
from training.models import Checkpoint, Corpus, Run, TokenFile
from training.paths import corpus_folder, uploads_folder
from training.services.cut_texts import digests, tokens_forget
from training.services.transitions import LIVE
from training.services.wake import send_preparation
from training.signals import disk_counted

SHIPPED: Final = {
    "stories-en": ("Generated stories (English)", "en"),  # the title is translated where it is shown
    "stories-ko": ("Generated stories (Korean)", "ko"),
    **{slug: (book.title, "en") for slug, book in BOOKS.items()},
}
SHIPPED_BYTES: Final = 5_000_000
MAX_UPLOAD_BYTES: Final = 512 * 2**20
MAX_FILES: Final = 50


def ensure_shipped_corpora() -> None:
    """Make the rows of the corpora that ship with the product; those that are there stay as they are."""
    for slug, (title, language) in SHIPPED.items():
        if slug in BOOKS and book_file() is None:
            continue
        generated = {"generator": slug, "seed": 0, "bytes": SHIPPED_BYTES}
        Corpus.objects.get_or_create(
            slug=slug,
            defaults={
                "title": title,
                "kind": Corpus.Kind.PACKAGED if slug in BOOKS else Corpus.Kind.GENERATOR,
                "language": language,
                "visibility": Visibility.PUBLIC,
                "source": {"book": slug} if slug in BOOKS else generated,
            },
        )


def corpus_create_upload(
    *,
    user: User,
    title: str,
    files: Sequence[UploadedFile[Any]],
    language: str = "",
    column: str = "",
    visibility: str = "private",
) -> Corpus:
    """Keep uploaded text files as a new corpus, to be read by a preparation job. Raises ProductError."""
    _check_files(user, files)
    corpus = Corpus(
        owner=user,
        title=clean_title(title) or str(files[0].name)[:120],
        kind=Corpus.Kind.UPLOAD,
        language=language,
        visibility=visibility,
    )
    folder = uploads_folder(corpus)
    try:
        folder.mkdir(parents=True)
        names = [_keep(file, folder / f"{number:03}{_suffix(file)}") for number, file in enumerate(files)]
        corpus.source = {
            "files": names,
            "names": [str(file.name)[:200] for file in files],
            "column": column,
            "uploaded_bytes": sum(file.size or 0 for file in files),
        }
        with transaction.atomic():
            corpus.save()
            send_preparation()
    except BaseException:
        shutil.rmtree(corpus_folder(corpus), ignore_errors=True)
        raise
    return corpus


def corpus_delete(*, corpus: Corpus) -> None:
    """Remove a corpus and its files. Raises ConflictError while a run needs it."""
    if corpus.runs.filter(state__in=["queued", *LIVE]).exists():
        words = _("“%(title)s” is in use by a run. Stop or finish that run first.")
        raise ConflictError(words % {"title": corpus.title}, code="corpus_in_use")
    folder, cut = corpus_folder(corpus), digests(corpus.token_files.all())
    with transaction.atomic():
        corpus.delete()
        transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
        transaction.on_commit(lambda: tokens_forget(cut))


def clean_title(title: str) -> str:
    """Return a title without control characters, at most 120 characters long."""
    visible = "".join(c for c in title if c.isprintable() or c.isspace())
    return " ".join(visible.split())[:120]


def disk_used(user: User) -> int:
    """Return the bytes that a person's corpora, checkpoints and what other apps keep for them take."""
    elsewhere: int = sum(int(n or 0) for _, n in disk_counted.send(sender=User, user=user))
    corpora = Corpus.objects.filter(owner=user)
    texts = [
        (n or 0) + source.get("uploaded_bytes", 0) for n, source in corpora.values_list("n_bytes", "source")
    ]
    cut = TokenFile.objects.filter(corpus__in=corpora, n_train_tokens__gt=0).select_related("tokenizer")
    ids = [
        id_bytes(one.tokenizer.vocab_size or 0) * ((one.n_train_tokens or 0) + (one.n_val_tokens or 0))
        for one in cut
    ]
    checkpoints = int(Checkpoint.objects.filter(run__owner=user).aggregate(n=Sum("n_bytes"))["n"] or 0)
    return elsewhere + int(sum(texts)) + sum(ids) + checkpoints


def checkpoint_room(run: Run) -> int:
    """Return the bytes that the checkpoints of a run may take of what its owner may use."""
    owner = User.objects.get(pk=run.owner_id)
    own = Checkpoint.objects.filter(run=run).aggregate(n=Sum("n_bytes"))["n"] or 0
    return max(0, limits_for(owner).max_disk_bytes - disk_used(owner) + int(own))


def check_disk(user: User, more: int = 0) -> None:
    """Raise QuotaError if `more` bytes would not fit into what a person may use."""
    limit = limits_for(user).max_disk_bytes
    used = disk_used(user)
    if used + more > limit:
        words = _(
            "Your files take %(used).1f GB and you may use %(limit).1f GB. Delete runs or corpora first."
        )
        raise QuotaError(words % {"used": (used + more) / 1e9, "limit": limit / 1e9}, code="disk_quota")


def _check_files(user: User, files: Sequence[UploadedFile[Any]]) -> None:
    if not files:
        raise ProductError(_("Choose at least one text file."), code="no_file", attr="files")
    if len(files) > MAX_FILES:
        words = _("At most %(n)s files can be uploaded at once.") % {"n": MAX_FILES}
        raise ProductError(words, code="too_many_files", attr="files")
    for file in files:
        if not file.size:
            words = _("The file “%(name)s” is empty. Choose one with text in it.") % {"name": file.name}
            raise ProductError(words, code="file_empty", attr="files")
        if not _suffix(file):
            words = _("“%(name)s” is not a kind of file that is read here. Choose one of: %(kinds)s.")
            values = {"name": file.name, "kinds": ", ".join(SUFFIXES)}
            raise ProductError(words % values, code="file_kind", attr="files")
    n_bytes = sum(file.size or 0 for file in files)
    if n_bytes > MAX_UPLOAD_BYTES:
        words = _("These files have %(n)s MB; at most %(limit)s MB can be uploaded. Take a part of them.")
        sizes = {"n": n_bytes // 2**20, "limit": MAX_UPLOAD_BYTES // 2**20}
        raise ProductError(words % sizes, code="upload_too_large", attr="files")
    check_disk(user, n_bytes)


def _suffix(file: UploadedFile[Any]) -> str:
    """Return the suffix if it is one that is read here. The name itself is never used on the disk."""
    return next((s for s in SUFFIXES if str(file.name).lower().endswith(s)), "")


def _keep(file: UploadedFile[Any], path: Path) -> str:
    with path.open("wb") as output:
        for chunk in file.chunks():
            output.write(chunk)
    return path.name
