"""`python -m training.tracking`: send MLflow what it has not seen. Training never waits for this."""

from __future__ import annotations

import fcntl
import logging
import math
import os
from typing import Any, Final

os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
os.environ.setdefault("MLFLOW_HTTP_REQUEST_TIMEOUT", "3")
logger = logging.getLogger(__name__)
EXPERIMENT: Final = "SLaM Dunk"
BATCH: Final = 200  # events
SERIES: Final = {
    "metric": ("loss", "aux_loss", "router_load", "lr", "grad_norm", "tokens_per_s"),
    "eval": ("val_loss", "perplexity", "bits_per_byte", "accuracy"),
}
ENDS: Final = {"completed": "FINISHED", "stopped": "KILLED", "failed": "FAILED"}


def metrics_of(event: Any) -> list[tuple[str, float, int, int]]:
    """Return (name, value, milliseconds, step) of an event row."""
    values = [(name, event.payload.get(name)) for name in SERIES.get(event.type, ())]
    time_ms = int(event.time.timestamp() * 1000)
    return [
        (name, float(value), time_ms, event.step or 0)
        for name, value in values
        if value is not None and math.isfinite(value)
    ]


def sync_run(client: Any, experiment: str, run: Any) -> None:
    """Send one run's news. Sending a batch twice adds nothing, so a lost answer does no harm."""
    from mlflow.entities import Metric, Param

    from training.models import RunEvent
    from training.services.tracking import mark_synced

    if not run.mlflow_run_id:
        made = client.create_run(
            experiment, run_name=run.title, tags={"run": run.pk, "owner": str(run.owner)}
        )
        run.mlflow_run_id = made.info.run_id
        params = [Param(name, str(value)[:500]) for name, value in run.config.items()]
        client.log_batch(run.mlflow_run_id, params=params)
        client.log_dict(run.mlflow_run_id, run.design, "design.json")
    seq = run.mlflow_seq
    while events := list(RunEvent.objects.filter(run=run, seq__gt=seq).order_by("seq")[:BATCH]):
        metrics = [Metric(*values) for event in events for values in metrics_of(event)]
        client.log_batch(run.mlflow_run_id, metrics=metrics)
        seq = events[-1].seq
        mark_synced(run=run, seq=seq, mlflow_run_id=run.mlflow_run_id)
    if run.state in ENDS:
        client.set_terminated(run.mlflow_run_id, status=ENDS[run.state])


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
    import django

    django.setup()
    from django.conf import settings

    from training.paths import home
    from training.services.tracking import unsynced

    with (home() / "tracking.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # another one is at it
        from mlflow.exceptions import MlflowException
        from mlflow.tracking import MlflowClient

        client = MlflowClient(settings.MLFLOW_TRACKING_URI)
        served = settings.MLFLOW_TRACKING_URI.startswith("http")  # a server has a place of its own for files
        files = None if served else (home() / "mlflow-artifacts").as_uri()
        try:
            found = client.get_experiment_by_name(EXPERIMENT)
            experiment = (
                found.experiment_id
                if found
                else client.create_experiment(EXPERIMENT, artifact_location=files)
            )
            for run in unsynced().select_related("owner"):
                sync_run(client, experiment, run)
        except MlflowException as error:
            logger.warning("MLflow does not answer; the next minute tries again: %s", error)


if __name__ == "__main__":
    main()
