"""`python -m training.prepare KIND ID CLAIM`: a preparation job; it goes on while work is waiting."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from training.core.errors import CoreError
from training.core.vocabulary import DEFAULT_VOCAB

if TYPE_CHECKING:
    from training.core.tokenizer import Tokenizer as BaseTokenizer

logger = logging.getLogger(__name__)
BEAT_EVERY = 1.0  # seconds


class Beat(threading.Thread):
    """Keeps the claim alive and shows the progress; if the claim is lost, the process ends."""

    def __init__(self, kind: str, pk: str, claim: str) -> None:
        super().__init__(daemon=True)
        self.claim = {"kind": kind, "pk": pk, "claim": claim}
        self.progress = 0.0
        self.counted: dict[str, int] = {}
        self.done = threading.Event()

    def run(self) -> None:
        from django.db import DatabaseError, connection

        from training.services.preparation import thing_beat

        while not self.done.wait(BEAT_EVERY):
            try:
                alive = thing_beat(**self.claim, progress=self.progress, counted=self.counted)
                if not alive and not self.done.is_set():
                    os._exit(1)
            except DatabaseError:
                logger.warning("The database does not answer", exc_info=True)
                connection.close()  # the next beat opens another
        connection.close()

    def show(self, progress: float) -> None:
        self.progress = progress

    def count(self, n_documents: int, n_bytes: int) -> None:
        self.counted = {"n_documents": n_documents, "n_bytes": n_bytes}


def work(kind: str, pk: str, claim: str, make: Maker | None = None) -> None:
    """Do one piece of work and write down how it ended."""
    from training.services.preparation import thing_failed, thing_ready

    beat = Beat(kind, pk, claim)
    beat.start()
    named = {"kind": kind, "pk": pk, "claim": claim}
    try:
        facts = (make or MAKERS[kind])(pk, beat)
    except CoreError as error:
        beat.done.set()
        thing_failed(**named, code=error.code, values=error.values)
    except Exception:  # whoever waits must be told; the log says why
        logger.exception("Preparing %s %s failed", kind, pk)
        beat.done.set()
        thing_failed(**named, code="preparation_failed", values={})
    else:
        beat.done.set()
        thing_ready(**named, facts=facts)
    beat.join()


def make_corpus(pk: str, beat: Beat) -> dict[str, Any]:
    from training.core.corpus import write_corpus
    from training.models import Corpus
    from training.paths import corpora_root, corpus_folder, uploads_folder

    corpus = Corpus.objects.get(pk=pk)
    folder = corpus_folder(corpus)
    folder.mkdir(parents=True, exist_ok=True)
    source = dict(corpus.source)
    if "files" in source:
        source |= {"files": [str(uploads_folder(corpus) / name) for name in source["files"]]}
    if "corpus" in source:
        source["corpus"] = str(corpora_root() / source["corpus"])
    try:
        return asdict(write_corpus(source, folder, beat.show, beat.count))
    except CoreError as error:
        _name_as_uploaded(error, corpus.source)
        raise


def _name_as_uploaded(error: CoreError, source: dict[str, Any]) -> None:
    """Files are kept under numbers; a person knows them by the names that they had."""
    named = dict(zip(source.get("files", []), source.get("names", []), strict=False))
    if error.values.get("file") in named:
        error.values["file"] = named[error.values["file"]]


def make_tokenizer(pk: str, beat: Beat) -> dict[str, Any]:
    from training.core.documents import read_documents
    from training.core.tokenizer import published_tokenizer, train_tokenizer
    from training.core.tokenizer.table import writing_merges
    from training.models import Tokenizer
    from training.paths import corpus_folder, tokenizer_file

    row = Tokenizer.objects.select_related("corpus").get(pk=pk)
    path = tokenizer_file(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    if row.kind == "tiktoken":
        tokenizer: BaseTokenizer = published_tokenizer(row.options["encoding"])
    else:
        documents = (
            read_documents(corpus_folder(row.corpus)) if row.corpus and row.kind != "bytes" else iter(())
        )
        vocab_size = row.options.get("vocab_size", DEFAULT_VOCAB)
        with writing_merges(path.parent) as merged:
            tokenizer = train_tokenizer(row.kind, documents, vocab_size, beat.show, merged)
    if row.digest and tokenizer.digest != row.digest:
        # What learned from the cuts of the old one would not fit.
        raise CoreError("tokenizer_not_the_same")
    tokenizer.save(path)
    return {"vocab_size": tokenizer.vocab_size, "digest": tokenizer.digest}


def make_tokens(pk: str, beat: Beat) -> dict[str, Any]:
    from training.core.tokenizer import load_tokenizer
    from training.core.tokens import prepare_tokens
    from training.models import TokenFile
    from training.paths import corpus_folder, tokenizer_file, tokens_root

    row = TokenFile.objects.select_related("corpus", "tokenizer").get(pk=pk)
    tokenizer = load_tokenizer(tokenizer_file(row.tokenizer))
    tokens_root().mkdir(parents=True, exist_ok=True)
    facts = prepare_tokens(corpus_folder(row.corpus), tokenizer, tokens_root(), row.val_fraction, beat.show)
    return {
        "digest": facts.digest,
        "n_train_tokens": facts.n_train_tokens,
        "n_val_tokens": facts.n_val_tokens,
        "n_bytes": facts.n_bytes,
    }


Maker = Callable[[str, Beat], dict[str, Any]]
MAKERS: dict[str, Maker] = {
    "corpus": make_corpus,
    "tokenizer": make_tokenizer,
    "tokens": make_tokens,
}


def main(kind: str, pk: str, claim: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
    import django

    django.setup()
    from training.services.preparation import claim_next

    claimed: tuple[str, str, str] | None = (kind, pk, claim)
    while claimed:
        work(*claimed)
        claimed = claim_next()


if __name__ == "__main__":
    main(*sys.argv[1:4])
