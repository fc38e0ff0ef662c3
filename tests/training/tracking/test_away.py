"""MLflow goes away in the middle of a training and comes back: the training does not notice, and all of it arrives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mlflow.tracking import MlflowClient

from slamdunk_site.processes import Service
from training.models import Run, RunEvent
from training.paths import job_folder
from training.services.starting import start_what_may
from training.services.tracking import needs_sync
from training.tracking import sync_all, talk

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("fake_trainer")]
HOLD, N_STEPS = 9, 20


@pytest.fixture
def run(site: Path, server: Service, run_of: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A training that waits in its middle, at a site that tells MLflow."""
    from accounts.models import User

    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_TIMEOUT", "60")  # the machine may be busy with other tests
    settings.MLFLOW_TRACKING_URI = server.environment["MLFLOW_TRACKING_URI"]
    settings.MLFLOW_EXPERIMENT_NAME = "Away"
    made: Run = run_of(User.objects.create_user("ada"))
    job_folder(made).mkdir(parents=True)
    (job_folder(made) / "hold").write_text(str(HOLD))
    return made


def arrived(run: Run, settings: Any) -> tuple[str, list[tuple[int, float]]]:
    """Return what MLflow says of the run: how it stands, and its losses by step, as they came."""
    client = MlflowClient(settings.MLFLOW_TRACKING_URI)
    copy = client.get_run(Run.objects.get(pk=run.pk).mlflow_run_id)
    points = client.get_metric_history(copy.info.run_id, "loss")
    return copy.info.status, [(point.step, point.value) for point in points]


def losses(n_steps: int) -> list[tuple[int, float]]:
    return [(step, 1 / step) for step in range(1, n_steps + 1)]


def test_a_training_is_not_held_up_by_a_server_that_is_away_and_all_of_it_arrives_once_it_is_back(
    run: Run, server: Service, restart: Callable[[], None], eventually: Callable[..., Any], settings: Any
) -> None:
    assert start_what_may() == [run.pk]
    eventually(lambda: Run.objects.filter(pk=run.pk, step=HOLD - 1))
    talk("tracking.lock", sync_all)
    assert arrived(run, settings) == ("RUNNING", losses(HOLD - 1))

    server.kill_group()
    server.process.wait()
    (job_folder(run) / "hold").unlink()
    talk("tracking.lock", sync_all)  # as each minute
    eventually(lambda: Run.objects.filter(pk=run.pk, state="completed"))
    talk("tracking.lock", sync_all)
    assert needs_sync()

    restart()
    talk("tracking.lock", sync_all)
    assert not needs_sync()
    assert arrived(run, settings) == ("FINISHED", losses(N_STEPS))
    assert Run.objects.get(pk=run.pk).attempt == 1
    assert RunEvent.objects.filter(run=run, type="metric").count() == N_STEPS
