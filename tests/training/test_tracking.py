from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from training.models import Run
from training.services.following import follow_rest
from training.services.tracking import unsynced
from training.tracking import sync_run


@pytest.fixture
def client(tmp_path: Path) -> Any:
    from mlflow.tracking import MlflowClient

    return MlflowClient(f"sqlite:///{tmp_path / 'mlflow.db'}")


def test_mlflow_gets_each_point_once_and_only_what_is_new(
    client: Any, leased: Run, tell: Any, tmp_path: Path
) -> None:
    experiment = client.create_experiment("e", artifact_location=(tmp_path / "files").as_uri())
    for steps in ([1, 2], [3]):
        tell(leased, *[{"seq": n, "type": "metric", "step": n, "loss": 1 / n} for n in steps])
        follow_rest(run=leased)
        sync_run(client, experiment, unsynced().get())
    run = Run.objects.get(pk=leased.pk)
    points = client.get_metric_history(run.mlflow_run_id, "loss")
    assert [point.step for point in points] == [1, 2, 3]
    assert not unsynced().exists()
