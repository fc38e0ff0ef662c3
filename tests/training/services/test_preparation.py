from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.errors import ProductError
from training.models import Corpus, TokenFile, Tokenizer
from training.paths import corpora_root, tokens_folder, tokens_root
from training.services import (
    corpora,
    corpus_create_upload,
    ensure_shipped_corpora,
    token_file_ensure,
    tokenizer_create,
)
from training.services.corpora import corpus_delete, disk_used
from training.services.cut_texts import LEFT_FOR, tokens_tidy
from training.services.preparation import (
    CLAIM_TTL,
    claim_next,
    prepare_what_may,
    release_expired,
    thing_failed,
)
from training.words import corpus_title


def upload(name: str = "a.txt", content: bytes = b"Once upon a time. " * 400) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def only_mine(db: None) -> None:
    Corpus.objects.all().delete()


def test_shipped_corpora_are_made_once(db: None) -> None:
    ensure_shipped_corpora()
    ensure_shipped_corpora()
    assert set(Corpus.objects.values_list("slug", flat=True)) == {
        "stories-en",
        "stories-ko",
        "sherlock-holmes",
        "war-and-peace",
    }
    assert corpus_title("stories-en", "") == "Generated stories (English)"


@pytest.mark.usefixtures("only_mine")
def test_a_thing_is_claimed_once(ada: Any) -> None:
    corpus = corpus_create_upload(user=ada, title="T", files=[upload()])
    claimed = claim_next()
    assert claimed is not None
    assert claimed[:2] == ("corpus", corpus.pk)
    assert claim_next() is None


@pytest.mark.usefixtures("only_mine")
def test_what_a_dead_job_had_claimed_is_claimed_again(ada: Any, later: Any) -> None:
    corpus_create_upload(user=ada, title="T", files=[upload()])
    claim_next()
    release_expired()
    assert claim_next() is None
    later(CLAIM_TTL)
    release_expired()
    assert claim_next() is not None


def test_runs_that_waited_fail_with_the_reason(ada: Any, run_of: Any) -> None:
    run = run_of(ada)
    TokenFile.objects.update(state="working", claimed_by="c")
    thing_failed(kind="tokens", pk=run.token_file_id, claim="c", code="corpus_too_short", values={})
    run.refresh_from_db()
    assert (run.state, run.error["code"]) == ("failed", "corpus_too_short")


@pytest.mark.parametrize(
    ("file", "words"),
    [(upload(content=b""), "empty"), (upload("a.exe"), "a.exe"), (upload("a.docx"), "a.docx")],
)
def test_bad_uploads_are_refused_with_a_sentence(ada: Any, file: SimpleUploadedFile, words: str) -> None:
    with pytest.raises(ProductError, match=words):
        corpus_create_upload(user=ada, title="", files=[file])


@pytest.mark.processes
def test_a_job_makes_corpus_tokenizer_and_token_file(site: Path, eventually: Any) -> None:
    from accounts.models import User

    Corpus.objects.all().delete()
    user = User.objects.create_user("ada")
    corpus = corpus_create_upload(user=user, title="Tales", files=[upload()])
    tokenizer = tokenizer_create(user=user, kind="characters", corpus=corpus)
    token_file = token_file_ensure(corpus=corpus, tokenizer=tokenizer, val_fraction=0.2)
    assert prepare_what_may() == 1
    eventually(lambda: TokenFile.objects.filter(pk=token_file.pk, state__in=["ready", "failed"]).exists())
    token_file.refresh_from_db()
    corpus.refresh_from_db()
    assert (token_file.error, token_file.state) == (None, "ready")
    assert "Once upon" in corpus.preview
    train, val = ((tokens_folder(token_file) / name).stat().st_size for name in ("train.bin", "val.bin"))
    assert val / (train + val) == pytest.approx(0.2, abs=0.01)


@pytest.mark.processes
def test_a_file_that_is_no_text_fails_with_its_name(site: Path, eventually: Any) -> None:
    from accounts.models import User

    Corpus.objects.all().delete()
    user = User.objects.create_user("ada")
    corpus = corpus_create_upload(user=user, title="X", files=[upload(content=bytes(range(256)) * 40)])
    prepare_what_may()
    eventually(lambda: Corpus.objects.filter(pk=corpus.pk, state="failed").exists())
    assert Corpus.objects.get(pk=corpus.pk).error == {"code": "corpus_not_text", "values": {"file": "a.txt"}}


def cut(corpus: Corpus, digest: str) -> TokenFile:
    """A text that was cut, on the disk too."""
    tokenizer = Tokenizer.objects.create(title="t", kind="bytes", corpus=corpus, vocab_size=257)
    made = TokenFile.objects.create(
        corpus=corpus, tokenizer=tokenizer, state="ready", digest=digest, n_train_tokens=900, n_val_tokens=100
    )
    tokens_folder(made).mkdir(parents=True, exist_ok=True)
    return made


def test_what_was_cut_of_a_text_goes_with_it_unless_another_text_is_the_same(
    ada: Any, django_capture_on_commit_callbacks: Any
) -> None:
    mine, same = (corpus_create_upload(user=ada, title="T", files=[upload()]) for _ in range(2))
    alone, shared = cut(mine, "a" * 64), cut(mine, "b" * 64)
    cut(same, "b" * 64)
    with django_capture_on_commit_callbacks(execute=True):
        corpus_delete(corpus=mine)
    assert not tokens_folder(alone).exists()
    assert tokens_folder(shared).exists()
    with django_capture_on_commit_callbacks(execute=True):
        corpus_delete(corpus=same)
    assert not tokens_folder(shared).exists()


def test_what_a_deleted_person_left_is_tidied_up_later(ada: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = corpus_create_upload(user=ada, title="T", files=[upload()])
    left, fresh = cut(corpus, "a" * 64), tokens_root() / ("c" * 64)
    fresh.mkdir()
    past = time.time() - 2 * LEFT_FOR
    os.utime(tokens_folder(left), (past, past))
    tokens_tidy()
    assert tokens_folder(left).exists()
    ada.delete()
    tokens_tidy()
    assert not tokens_folder(left).exists()
    assert fresh.exists()  # its row may be about to be written


def test_files_count_from_the_upload_on_and_what_was_cut_of_them_too(ada: Any) -> None:
    corpus = corpus_create_upload(user=ada, title="T", files=[upload(content=b"x" * 5000)])
    assert disk_used(ada) == 5000
    Corpus.objects.filter(pk=corpus.pk).update(state="failed", n_bytes=None)
    assert disk_used(ada) == 5000
    cut(corpus, "a" * 64)
    assert disk_used(ada) == 5000 + 2 * 1000


def test_an_upload_that_finds_no_room_leaves_nothing(ada: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(corpora, "_keep", full)
    before = list(corpora_root().glob("*")) if corpora_root().exists() else []
    with pytest.raises(OSError, match="No space"):
        corpus_create_upload(user=ada, title="T", files=[upload()])
    assert list(corpora_root().glob("*")) == before
    assert not Corpus.objects.filter(owner=ada).exists()
