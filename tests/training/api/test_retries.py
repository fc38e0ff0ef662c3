"""What a fault asks for is done with one click: over REST."""

from __future__ import annotations

from typing import Any

import pytest

from training.models import Run
from training.paths import job_folder
from training.services.retries import next_title

pytestmark = pytest.mark.usefixtures("retried_design")
CONFIG = {"max_steps": 20, "batch_size": 16, "lr": 0.003}
TOO_LARGE = {"code": "out_of_memory", "values": {"fix": {"batch_size": 8, "grad_accum_steps": 2}}}


@pytest.fixture
def retried_design(sound_design: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from training.services import retries, runs

    monkeypatch.setattr(retries, "checked_design", runs.checked_design)


@pytest.fixture
def failed(run_of: Any, ada: Any) -> Run:
    run: Run = run_of(ada, title="Fox", state="failed", config=CONFIG, error=TOO_LARGE)
    return run


def retry(api: Any, run: Run, body: Any = None, **headers: str) -> Any:
    return api.post(f"/api/v1/runs/{run.pk}/retry/", body or {}, format="json", headers=headers)


def test_the_advice_of_a_fault_is_taken_by_a_new_run(ada_api: Any, failed: Run) -> None:
    answer = retry(ada_api, failed)
    assert answer.status_code == 201, answer.data
    again = Run.objects.get(pk=answer.data["id"])
    assert (again.state, again.title, again.parent) == ("queued", "Fox (2)", failed)
    assert again.config | {"batch_size": 8, "grad_accum_steps": 2, "lr": 0.003} == again.config
    same = ("design", "fingerprint", "corpus_id", "tokenizer_id", "token_file_id", "owner_id")
    assert [getattr(again, name) for name in same] == [getattr(failed, name) for name in same]
    failed.refresh_from_db()
    assert (failed.state, failed.config) == ("failed", CONFIG)  # what it tells stays true


def test_options_of_ones_own_come_before_the_advice(ada_api: Any, failed: Run) -> None:
    answer = retry(ada_api, failed, {"fix": {"lr": 0.001}})
    config = Run.objects.get(pk=answer.data["id"]).config
    assert (config["lr"], config["batch_size"]) == (0.001, 16)
    wrong = retry(ada_api, failed, {"fix": {"batch_size": "many"}})
    assert (wrong.status_code, wrong.data["errors"][0]["attr"]) == (400, "config.batch_size")
    assert retry(ada_api, failed, {"fix": {"speed": 3}}).status_code == 400
    assert retry(ada_api, failed, {"fix": [1]}).status_code == 400


def test_two_clicks_make_one_run(ada_api: Any, failed: Run) -> None:
    first, second = (retry(ada_api, failed, **{"Idempotency-Key": "click"}) for _ in range(2))
    assert first.data["id"] == second.data["id"]


def test_a_run_that_still_goes_is_not_tried_again(ada_api: Any, leased: Run) -> None:
    answer = retry(ada_api, leased)
    assert (answer.status_code, answer.data["errors"][0]["code"]) == (409, "run_not_over")


def test_a_run_without_its_text_is_not_tried_again(ada_api: Any, failed: Run) -> None:
    Run.objects.filter(pk=failed.pk).update(corpus=None)
    assert retry(ada_api, failed).data["errors"][0]["code"] == "data_deleted"


def test_the_weights_that_it_began_with_are_begun_with_again(ada_api: Any, failed: Run) -> None:
    Run.objects.filter(pk=failed.pk).update(start={"model": "m", "title": "Old"})
    assert retry(ada_api, failed).data["errors"][0]["code"] == "model_files_missing"
    job_folder(failed).mkdir(parents=True)
    (job_folder(failed) / "init.safetensors").write_bytes(b"weights")
    again = Run.objects.get(pk=retry(ada_api, failed).data["id"])
    assert again.start == {"model": "m", "title": "Old"}
    assert (job_folder(again) / "init.safetensors").read_bytes() == b"weights"


def test_p27_nobody_tries_the_run_of_another(ben_api: Any, failed: Run) -> None:
    assert retry(ben_api, failed).status_code == 404
    Run.objects.filter(pk=failed.pk).update(visibility="public")
    assert retry(ben_api, failed).status_code == 403


def test_who_comes_to_either_run_finds_the_other(ada_page: Any, ada_api: Any, failed: Run) -> None:
    again = retry(ada_api, failed).data["id"]
    assert f'"triedAgain": [{{"title": "Fox (2)", "url": "/runs/{again}/"}}]' in _page(ada_page, failed.pk)
    assert f'"triedBefore": {{"title": "Fox", "url": "/runs/{failed.pk}/"}}' in _page(ada_page, again)


def _page(client: Any, pk: str) -> str:
    return str(client.get(f"/runs/{pk}/").content.decode())


@pytest.mark.parametrize(
    ("title", "then"), [("Fox", "Fox (2)"), ("Fox (2)", "Fox (3)"), ("x" * 120, "x" * 116 + " (2)")]
)
def test_tries_are_numbered(title: str, then: str) -> None:
    assert next_title(title) == then
