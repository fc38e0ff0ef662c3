"""What was prepared and is gone from the disk is prepared again, for a new run and for one that failed of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.errors import ConflictError
from training.core.errors import CoreError
from training.models import Corpus, Run, TokenFile, Tokenizer
from training.paths import corpus_folder, tokenizer_file, tokens_folder
from training.prepare import MAKERS
from training.services import corpus_create_upload, run_create, run_resume, tokenizer_create
from training.services.preparation import claim_next, thing_failed, thing_ready
from training.services.starting import start_what_may

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("fake_trainer", "sound_design")]
Wait = Callable[..., Any]


def prepare() -> None:
    """Do all that waits to be prepared, as the jobs do."""
    while claimed := claim_next():
        kind, pk, claim = claimed
        named = {"kind": kind, "pk": pk, "claim": claim}
        try:
            facts = MAKERS[kind](pk, SimpleNamespace(show=lambda _: None, count=lambda *_: None))  # type: ignore[arg-type]
        except CoreError as error:
            thing_failed(**named, code=error.code, values=error.values)
        else:
            thing_ready(**named, facts=facts)


@pytest.fixture
def user(site: Path) -> Any:
    from accounts.models import User

    Corpus.objects.all().delete()
    return User.objects.create_user("ada")


@pytest.fixture
def new_run(user: Any) -> Callable[..., Run]:
    file = SimpleUploadedFile("tale.txt", b"Once upon a time there was a fox. " * 400)
    corpus = corpus_create_upload(user=user, title="Tales", files=[file])
    tokenizer = tokenizer_create(user=user, kind="characters", corpus=corpus)
    config = {"max_steps": 20, "batch_size": 4}

    def create() -> Run:
        return run_create(
            user=user,
            corpus=Corpus.objects.get(pk=corpus.pk),
            tokenizer=Tokenizer.objects.get(pk=tokenizer.pk),
            config=config,
            design={"x": 1},
        )

    return create


def ended(run: Run, eventually: Wait) -> Run:
    def has_ended() -> bool:
        start_what_may()  # one after the other, where there is one slot
        return Run.objects.filter(pk=run.pk, state__in=["completed", "failed"]).exists()

    prepare()
    eventually(has_ended)
    run.refresh_from_db()
    return run


def code_of(run: Run) -> str:
    return str((run.error or {}).get("code"))


def of(run: Run) -> tuple[Path, Path, Path]:
    """Where its cut text, its tokenizer and its corpus lie."""
    row = TokenFile.objects.select_related("tokenizer", "corpus").get(pk=run.token_file_id)
    return tokens_folder(row), tokenizer_file(row.tokenizer), corpus_folder(row.corpus)


def test_a_run_whose_text_went_resumes_and_a_new_one_completes(
    new_run: Callable[[], Run], eventually: Wait
) -> None:
    run = new_run()
    prepare()
    (of(run)[0] / "train.bin").unlink()
    assert code_of(ended(run, eventually)) == "data_missing"
    assert ended(run_resume(run=run), eventually).state == "completed"
    shutil.rmtree(of(run)[0])
    assert ended(new_run(), eventually).state == "completed"


def test_a_tokenizer_whose_file_went_is_trained_again(new_run: Callable[[], Run], eventually: Wait) -> None:
    run = new_run()
    prepare()
    tokens, tokenizer, _corpus = of(run)
    kept, digest = tokenizer.read_bytes(), Tokenizer.objects.get(pk=run.tokenizer_id).digest
    tokenizer.unlink()
    assert code_of(ended(run, eventually)) == "tokenizer_gone"
    assert ended(run_resume(run=run), eventually).state == "completed"
    assert tokenizer.read_bytes() == kept
    assert Tokenizer.objects.get(pk=run.tokenizer_id).digest == digest
    assert of(run)[0] == tokens


def test_a_tokenizer_that_came_out_another_is_not_taken(new_run: Callable[[], Run], eventually: Wait) -> None:
    run = new_run()
    prepare()
    of(run)[1].unlink()
    Tokenizer.objects.update(digest="0" * 64)
    assert code_of(ended(new_run(), eventually)) == "tokenizer_not_the_same"


def test_a_tokenizer_that_cannot_be_trained_again_is_refused_at_once(new_run: Callable[[], Run]) -> None:
    run = new_run()
    prepare()
    of(run)[1].unlink()
    Tokenizer.objects.update(corpus=None)
    with pytest.raises(ConflictError, match="Choose another tokenizer"):
        new_run()


def test_a_corpus_whose_folder_went_is_made_of_its_uploads_or_says_what_to_do(
    new_run: Callable[[], Run], eventually: Wait
) -> None:
    run = new_run()
    prepare()
    tokens, _tokenizer, corpus = of(run)
    shutil.rmtree(tokens)
    (corpus / "documents.jsonl").unlink()
    assert ended(new_run(), eventually).state == "completed"
    for folder in (tokens, corpus):
        shutil.rmtree(folder)
    found = ended(new_run(), eventually)
    assert found.error == {"code": "corpus_file_missing", "values": {"file": "tale.txt"}}
