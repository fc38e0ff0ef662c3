"""MLflow's copies of runs, in a real server: complete, in order, each point once, whatever happened."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import requests
import torch
from mlflow.exceptions import MlflowException

from accounts.services import token_create
from inference.core.loading import load_model
from inference.models import Registration
from inference.registering import register_all
from inference.services.completed_models import completed_model_create, model_folder
from slamdunk_site.processes import Service
from tests.training.tracking.models import export_of, tiny_model
from training.models import Run, RunEvent
from training.recording import SERIES
from training.services import run_delete
from training.services.ending import Ending, attempt_end
from training.services.tracking import needs_sync
from training.tracking import READ, Tracker, open_tracker, sync_all

pytestmark = pytest.mark.processes


def copy_of(tracker: Tracker, run: Run) -> Any:
    return tracker.client.get_run(Run.objects.get(pk=run.pk).mlflow_run_id)


def points(tracker: Tracker, run: Run, name: str = "loss") -> list[tuple[int, float]]:
    """Return step and seconds of each point, as MLflow has them."""
    copy = copy_of(tracker, run).info.run_id
    return [(point.step, point.timestamp / 1000) for point in tracker.client.get_metric_history(copy, name)]


def test_as_many_events_are_sent_at_once_as_mlflow_takes() -> None:
    assert max(len(names) for names in SERIES.values()) * READ <= 1000


def test_a_run_arrives_with_what_it_was_made_of_and_then_with_what_is_new(
    tracker: Tracker, trained: Callable[..., Run], tmp_path: Path
) -> None:
    run = trained(1, 2)
    sync_all(tracker)
    trained(3)
    sync_all(tracker)

    assert points(tracker, run) == [(1, 1001.0), (2, 1002.0), (3, 1003.0)]
    assert points(tracker, run, "muon_lr") == points(tracker, run, "mfu") == points(tracker, run)
    copy = copy_of(tracker, run)
    assert copy.info.status == "RUNNING"
    assert copy.info.start_time == 1_001_000
    wanted = {"max_steps": "20", "design.context_length": "32", "corpus": "Tales", "tokenizer_kind": "bytes"}
    assert copy.data.params.items() >= wanted.items()
    assert copy.data.tags["slamdunk.run"] == run.pk
    assert copy.data.tags["mlflow.user"] == "ada"
    assert run.get_absolute_url() in copy.data.tags["mlflow.note.content"]
    file = tracker.client.download_artifacts(copy.info.run_id, "design.json", str(tmp_path))
    assert json.loads(Path(file).read_text()) == run.design
    assert not needs_sync()


def test_an_end_and_a_new_name_after_the_last_event_arrive_too(
    tracker: Tracker, trained: Callable[..., Run]
) -> None:
    run = trained(1)
    sync_all(tracker)
    attempt_end(run=run, lease=run.lease, ending=Ending("failed", 1))
    Run.objects.filter(pk=run.pk).update(title="A better name")
    assert needs_sync()
    sync_all(tracker)

    run.refresh_from_db()
    copy = copy_of(tracker, run)
    assert (copy.info.status, copy.info.run_name) == ("FAILED", "A better name")
    assert copy.info.end_time == int(run.finished_at.timestamp() * 1000)
    assert copy.data.tags["slamdunk.error"] == "trainer_ended"
    assert not needs_sync()


def test_a_completed_run_brings_its_report_and_the_versions(
    tracker: Tracker, trained: Callable[..., Run]
) -> None:
    from training.paths import job_folder

    run = trained(1)
    folder = job_folder(run) / "model"
    folder.mkdir(parents=True)
    for name in ("model.safetensors", "design.json", "tokenizer.json"):
        (folder / name).write_text("{}")
    (folder / "report.json").write_text(json.dumps({"versions": {"torch": "2.9"}}))
    Run.objects.filter(pk=run.pk).update(state="completed")
    sync_all(tracker)

    copy = copy_of(tracker, run)
    assert copy.info.status == "FINISHED"
    assert copy.data.tags["version.torch"] == "2.9"
    assert {file.path for file in tracker.client.list_artifacts(copy.info.run_id)} == {
        "design.json",
        "report.json",
    }


def test_samples_are_there_to_read_when_a_run_has_ended(
    tracker: Tracker, trained: Callable[..., Run], tmp_path: Path
) -> None:
    run = trained(1)
    for seq, superseded, text in ((11, False, " 여우"), (12, True, " 늑대"), (13, False, " fox")):
        told = {"type": "sample", "step": seq * 10, "time": run.created_at, "superseded": superseded}
        RunEvent.objects.create(run=run, seq=seq, payload={"prompt": "One day", "text": text}, **told)
    attempt_end(run=run, lease=run.lease, ending=Ending("failed", 1))
    sync_all(tracker)
    copy = copy_of(tracker, run).info.run_id
    file = Path(tracker.client.download_artifacts(copy, "samples.txt", str(tmp_path)))
    assert file.read_text(encoding="utf-8") == "# 110\nOne day 여우\n\n# 130\nOne day fox\n"


def test_on_how_many_devices_a_run_goes_on_is_told_as_it_is(
    tracker: Tracker, trained: Callable[..., Run]
) -> None:
    run = trained(1)
    Run.objects.filter(pk=run.pk).update(config={**run.config, "devices": 1})
    sync_all(tracker)
    assert copy_of(tracker, run).data.tags["slamdunk.devices"] == "1"
    Run.objects.filter(pk=run.pk).update(config={**run.config, "devices": 2})
    trained(2)
    sync_all(tracker)
    copy = copy_of(tracker, run)
    assert copy.data.tags["slamdunk.devices"] == "2"
    assert "devices" not in copy.data.params


def test_steps_that_a_resume_took_back_are_not_in_the_copy(
    tracker: Tracker, trained: Callable[..., Run]
) -> None:
    run = trained(1, 2, 3)
    sync_all(tracker)
    old = copy_of(tracker, run)
    tracker.client.set_tag(old.info.run_id, "mark", "exemplary")
    trained(resume=1)
    trained(2, 3, 4)
    sync_all(tracker)

    assert points(tracker, run) == [(1, 1001.0), (2, 1005.0), (3, 1006.0), (4, 1007.0)]
    assert copy_of(tracker, run).data.tags["mark"] == "exemplary"
    assert tracker.client.get_run(old.info.run_id).info.lifecycle_stage == "deleted"


def test_a_server_killed_in_the_middle_of_a_batch_has_each_point_once_in_the_end(
    server: Service,
    restart: Callable[[], None],
    tracker: Tracker,
    trained: Callable[..., Run],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = trained(*range(1, 251))
    send, sent = tracker.client.log_batch, []

    def die_after_the_second(*args: Any, **given: Any) -> None:
        send(*args, **given)
        sent.extend(given.get("metrics", []))
        if len(sent) > 300:
            server.kill_group()
            server.process.wait()
            raise MlflowException("the answer is lost")

    monkeypatch.setattr(tracker.client, "log_batch", die_after_the_second)
    with pytest.raises(MlflowException):
        sync_all(tracker)
    monkeypatch.undo()
    assert needs_sync()

    restart()
    sync_all(tracker)
    assert [step for step, _ in points(tracker, run)] == list(range(1, 251))
    assert [step for step, _ in points(tracker, run, "lr")] == list(range(1, 251))


def test_a_copy_whose_making_was_cut_off_is_found_again(
    tracker: Tracker, trained: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    trained(1)
    with monkeypatch.context() as patch:
        patch.setattr(
            tracker.client, "log_dict", lambda *_: (_ for _ in ()).throw(MlflowException("cut off"))
        )
        sync_all(tracker)
    sync_all(tracker)
    assert len(tracker.client.search_runs([tracker.experiment])) == 1


def test_a_run_that_mlflow_refuses_does_not_keep_the_others(
    tracker: Tracker, trained: Callable[..., Run], run_of: Any, ada: Any
) -> None:
    refused = run_of(ada, state="stopped", config={"x" * 300: 1})  # a name longer than MLflow takes
    Run.objects.filter(pk=refused.pk).update(created_at="2000-01-01T00:00Z")
    run = trained(1)
    sync_all(tracker)
    assert points(tracker, run) == [(1, 1001.0)]


def test_a_run_whose_files_find_no_room_does_not_keep_the_others(
    tracker: Tracker, trained: Callable[..., Run], run_of: Any, ada: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = run_of(ada, state="stopped")
    Run.objects.filter(pk=refused.pk).update(created_at="2000-01-01T00:00Z")
    run = trained(1)
    log_dict, first = tracker.client.log_dict, list[str]()

    def full(to: str, *rest: Any) -> None:
        first.append(to)
        if to == first[0]:
            raise requests.HTTPError("507 Server Error: Insufficient Storage")
        log_dict(to, *rest)

    monkeypatch.setattr(tracker.client, "log_dict", full)
    sync_all(tracker)
    assert points(tracker, run) == [(1, 1001.0)]


def test_what_is_deleted_here_goes_to_mlflows_bin_and_what_is_deleted_there_stays_deleted(
    tracker: Tracker, trained: Callable[..., Run], run_of: Any, ada: Any
) -> None:
    gone = run_of(ada, state="stopped")
    run = trained(1)
    sync_all(tracker)
    copies = [copy_of(tracker, one).info.run_id for one in (gone, run)]
    run_delete(run=gone)
    tracker.client.delete_run(copies[1])
    trained(2)
    sync_all(tracker)

    assert [tracker.client.get_run(copy).info.lifecycle_stage for copy in copies] == ["deleted", "deleted"]
    assert not needs_sync()
    assert not tracker.client.search_runs([tracker.experiment])


def test_a_store_that_was_made_anew_gets_everything_again(
    tracker: Tracker, trained: Callable[..., Run]
) -> None:
    run = trained(1, 2)
    sync_all(tracker)
    assert RunEvent.objects.count() == 2
    fresh = open_tracker(tracker.client, f"{tracker.experiment} anew", None)
    sync_all(fresh)
    assert [step for step, _ in points(fresh, run)] == [1, 2]


def test_a_run_that_waits_for_its_first_step_is_no_experiment_yet(run_of: Any, ada: Any) -> None:
    run = run_of(ada)
    assert not needs_sync()
    Run.objects.filter(pk=run.pk).update(state="stopped")
    assert needs_sync()


STRANGER = """
import sys
from importlib.util import find_spec
assert not any(map(find_spec, ("inference", "architectures", "training")))
import mlflow.pytorch, torch
model = mlflow.pytorch.load_model(sys.argv[1])
print(model(torch.tensor([[1, 2, 3]])).flatten()[:200].tolist())
"""


def test_a_registered_model_is_loaded_by_its_name_where_nothing_of_ours_is(
    tracker: Tracker, trained: Callable[..., Run], ada: Any, ola: Any, api_of: Any, tmp_path: Path
) -> None:
    run = trained(1)
    sync_all(tracker)
    run.refresh_from_db()
    model = completed_model_create(run=run, folder=tiny_model(tmp_path / "model"))
    door, address = api_of(ada), f"/api/v1/models/{model.pk}/"
    assert door.post(address + "register/", {"name": ""}).json()["version"] is None
    export_of(model, tmp_path)
    register_all(tracker)
    Registration.objects.update(version="")  # as if it had been cut off before it was written down
    register_all(tracker)

    found = door.get(address).json()["registration"]
    assert (found["name"], found["version"], found["mlflow_url"]) == ("ada-Run", "1", None)
    assert "/#/models/ada-Run/versions/1" in api_of(ola).get(address).json()["registration"]["mlflow_url"]
    version = tracker.client.get_model_version("ada-Run", "1")
    assert (version.run_id, version.tags["slamdunk.model"]) == (run.mlflow_run_id, model.pk)
    environment = {**os.environ, "MLFLOW_TRACKING_URI": tracker.client.tracking_uri}
    command = [sys.executable, "-I", "-c", STRANGER, "models:/ada-Run/1"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    ours = load_model(model_folder(model), torch.device("cpu")).model(torch.tensor([[1, 2, 3]]))
    assert json.loads(done.stdout) == pytest.approx(ours.flatten()[:200].tolist(), abs=1e-5)


SEARCH = "/mlflow/ajax-api/2.0/mlflow/runs/search"
OURS = {"Origin": "http://testserver"}


def test_operators_reach_mlflows_pages_through_the_site(
    tracker: Tracker, trained: Callable[..., Run], ola: Any, ask: Any, api_of: Any
) -> None:
    run = trained(1)
    assert api_of(ola).get(f"/api/v1/runs/{run.pk}/").json()["mlflow_url"] is None
    sync_all(tracker)
    copy = copy_of(tracker, run).info.run_id
    link = api_of(ola).get(f"/api/v1/runs/{run.pk}/").json()["mlflow_url"]
    assert link.startswith(f"/mlflow/#/experiments/{tracker.experiment}/runs/{copy}")
    assert ask(f"/runs/{run.pk}/mlflow/", ola)[0]["Location"] == link

    response, page = ask("/mlflow/", ola, Accept="text/html")
    assert response.status_code == 200
    script = re.search(rb'src="(/?[^"]*static-files/[^"]+\.js)"', page)
    assert script is not None
    assert ask(urljoin("/mlflow/", script[1].decode()), ola)[0].status_code == 200
    response, found = ask(SEARCH, ola, "POST", **OURS)
    assert (response.status_code, json.loads(found)) == (200, {})
    response, file = ask(f"/mlflow/get-artifact?path=design.json&run_uuid={copy}", ola)
    assert json.loads(file) == run.design
    assert "attachment" in response["Content-Disposition"]


def test_others_find_nothing_there(
    tracker: Tracker, trained: Callable[..., Run], ada: Any, ask: Any, api_of: Any
) -> None:
    run = trained(1)
    sync_all(tracker)
    assert ask("/mlflow/")[0]["Location"] == "/sign-in/?next=/mlflow/"
    assert ask(SEARCH, None, "POST", **OURS)[0].status_code == 404
    assert ask("/mlflow/", ada)[0].status_code == 404
    assert ask(f"/runs/{run.pk}/mlflow/", ada)[0].status_code == 404
    assert api_of(ada).get(f"/api/v1/runs/{run.pk}/").json()["mlflow_url"] is None


def test_a_program_of_an_operator_comes_with_its_token(tracker: Tracker, ola: Any, ask: Any) -> None:
    key = token_create(user=ola, name="notebook").key
    address = "/mlflow/api/2.0/mlflow/runs/search"
    assert ask(address, None, "POST", Authorization=f"Bearer {key}")[0].status_code == 200
    assert ask(address, None, "POST", Authorization="Bearer sd_forged")[0].status_code == 404


def test_what_another_site_sends_is_not_passed_on(tracker: Tracker, ola: Any, ask: Any) -> None:
    assert ask(SEARCH, ola, "POST", Origin="https://elsewhere.example")[0].status_code == 403
    assert ask(SEARCH, ola, "POST")[0].status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "ajax-api/3.0/mlflow/gateway/secrets/list",
        "ajax-api/2.0/mlflow/webhooks",
        "gateway/x",
        "static-files/../health",
    ],
)
def test_what_the_pages_of_runs_do_not_need_is_not_passed_on(
    tracker: Tracker, ola: Any, ask: Any, path: str
) -> None:
    assert ask(f"/mlflow/{path}", ola)[0].status_code == 404


def test_a_server_that_is_away_is_a_page_that_says_so_in_ones_language(
    settings: Any, make_user: Any, ask: Any
) -> None:
    settings.MLFLOW_TRACKING_URI = "http://127.0.0.1:9/mlflow"
    operator = make_user("olga", role="operator", language="ko")
    response, page = ask("/mlflow/", operator, Accept="text/html")
    assert response.status_code == 503
    assert "MLflow가 응답하지 않습니다" in page.decode()
    response, words = ask(SEARCH, operator, "POST", **OURS)
    assert (response.status_code, json.loads(words)["errors"][0]["code"]) == (503, "mlflow_away")
