from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Quota
from common.errors import ConflictError, ProductError, QuotaError
from training.models import Run, TokenFile, Tokenizer
from training.paths import job_folder
from training.services import run_create, run_delete, run_resume, run_stop, tokenizer_create
from training.services.transitions import IllegalTransition

pytestmark = pytest.mark.usefixtures("sound_design")
STEPS = {"max_steps": 10}


def create(user: Any, corpus: Any, **options: Any) -> Run:
    values = {"design": {"x": 1}, "config": STEPS, "tokenizer_options": {"kind": "bytes"}, **options}
    return run_create(user=user, corpus=corpus, **values)


def test_a_new_run_waits_with_everything_it_needs(ada: Any, corpus: Any) -> None:
    run = create(ada, corpus, title="Mine")
    assert (run.state, run.title, run.n_parameters) == ("queued", "Mine", 1000)
    assert run.config["batch_size"] == 16
    assert run.token_file is not None
    assert run.token_file.state == "waiting"


def test_runs_on_the_same_data_share_one_token_file(ada: Any, ben: Any, corpus: Any) -> None:
    create(ada, corpus), create(ben, corpus)
    assert Tokenizer.objects.count() == TokenFile.objects.count() == 1


def test_a_second_call_with_one_key_creates_nothing(ada: Any, corpus: Any) -> None:
    assert create(ada, corpus, idempotency_key="k") == create(ada, corpus, idempotency_key="k")
    assert Run.objects.count() == 1


def test_the_queue_of_a_person_is_limited(ada: Any, corpus: Any) -> None:
    Quota.objects.create(user=ada, runs_queued=1)
    create(ada, corpus)
    with pytest.raises(QuotaError, match="limit"):
        create(ada, corpus)


def test_a_model_beyond_the_quota_is_refused(ada: Any, corpus: Any) -> None:
    Quota.objects.create(user=ada, max_parameters=999)
    with pytest.raises(QuotaError, match=r"1,000.*999"):
        create(ada, corpus)


def test_minutes_beyond_the_quota_are_refused(ada: Any, corpus: Any) -> None:
    Quota.objects.create(user=ada, max_minutes=2)
    with pytest.raises(QuotaError, match="2 minutes"):
        create(ada, corpus, config={"max_minutes": 3})


def test_a_full_disk_quota_is_told(ada: Any, corpus: Any) -> None:
    Quota.objects.create(user=ada, max_disk_bytes=10)
    corpus.owner, corpus.n_bytes = ada, 11
    corpus.save()
    with pytest.raises(QuotaError, match="Delete"):
        create(ada, corpus)


@pytest.mark.parametrize("config", [{"lr": -1}, {"nonsense": 1}, {"batch_size": "many"}, {"eval_batches": 8}])
def test_a_bad_option_is_named(ada: Any, corpus: Any, config: dict[str, Any]) -> None:
    with pytest.raises(ProductError, match=next(iter(config))):
        create(ada, corpus, config={**STEPS, **config})


def test_an_unknown_tokenizer_kind_is_told(ada: Any, corpus: Any) -> None:
    with pytest.raises(ProductError, match="emoji"):
        tokenizer_create(user=ada, kind="emoji", corpus=corpus)


def test_a_queued_run_stops_at_once_and_resumes(ada: Any, run_of: Any) -> None:
    run = run_of(ada)
    assert run_stop(run=run).state == "stopped"
    assert run_resume(run=run).state == "queued"


def test_p11_a_running_run_acknowledges_the_stop(leased: Run) -> None:
    run_stop(run=leased)
    assert leased.state == "stopping"
    run_stop(run=leased, force=True)
    assert leased.force_stop


def test_a_completed_run_neither_stops_nor_resumes(ada: Any, run_of: Any) -> None:
    run = run_of(ada, state="completed")
    with pytest.raises(IllegalTransition):
        run_stop(run=run)
    with pytest.raises(IllegalTransition):
        run_resume(run=run)


def test_deleting_removes_the_files(ada: Any, run_of: Any, django_capture_on_commit_callbacks: Any) -> None:
    run = run_of(ada, state="stopped")
    folder = job_folder(run)
    folder.mkdir(parents=True)
    with django_capture_on_commit_callbacks(execute=True):
        run_delete(run=run)
    assert not folder.exists()


def test_a_running_run_cannot_be_deleted(leased: Run) -> None:
    with pytest.raises(ConflictError, match="Stop it first"):
        run_delete(run=leased)


def test_p11_a_stop_that_meets_a_claim_stops_what_was_claimed(ada: Any, run_of: Any) -> None:
    """The page shows a run that waits; a worker takes it before the stop arrives."""
    run = run_of(ada)
    Run.objects.update(state="preparing", lease="b" * 32)
    run_stop(run=run)
    run.refresh_from_db()
    assert (run.state, run.lease) == ("stopping", "b" * 32)


def test_p11_a_stop_that_meets_a_crash_leaves_nothing_in_the_queue(leased: Run) -> None:
    Run.objects.update(state="queued", lease="")
    run_stop(run=leased)
    leased.refresh_from_db()
    assert leased.state == "stopped"


def test_the_share_that_is_held_out_is_that_of_the_options_and_stays_it(ada: Any, corpus: Any) -> None:
    usual, much = create(ada, corpus), create(ada, corpus, config={**STEPS, "val_fraction": 0.25})
    assert usual.token_file != much.token_file
    assert much.token_file is not None
    assert much.token_file.val_fraction == 0.25
    run_stop(run=much)
    Run.objects.filter(pk=much.pk).update(config={**much.config, "val_fraction": 0.5})
    assert run_resume(run=Run.objects.get(pk=much.pk)).token_file == much.token_file
