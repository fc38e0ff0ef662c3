"""`python -m inference.registering`: put proven models into MLflow's registry. No torch: the folder is there already."""

from __future__ import annotations

import logging
import os
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from inference.models import Registration
    from training.tracking import Tracker

os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
os.environ.setdefault("MLFLOW_HTTP_REQUEST_TIMEOUT", "120")  # weights take a while, and nobody waits
logger = logging.getLogger(__name__)
MODEL_TAG: Final = "slamdunk.model"  # the id of the model here


def register(tracker: Tracker, registration: Registration, folder: Path) -> str:
    """Put the model in `folder` into the registry and return its version. One that is there is not put there twice."""
    client, model = tracker.client, registration.model
    for version in client.search_model_versions(f"name = '{registration.name}'"):
        if version.tags.get(MODEL_TAG) == model.pk:
            return str(version.version)
    logged = _logged(tracker, registration, folder)
    if not client.search_registered_models(f"name = '{registration.name}'"):
        client.create_registered_model(registration.name)
    made = client.create_model_version(
        registration.name,
        source=f"models:/{logged.model_id}",
        run_id=logged.source_run_id,
        model_id=logged.model_id,
        description=f"[{model.title}]({model.get_absolute_url()})",
        tags={MODEL_TAG: model.pk, "slamdunk.fingerprint": model.fingerprint},
    )
    return str(made.version)


def _logged(tracker: Tracker, registration: Registration, folder: Path) -> Any:
    """Return the files of the model as MLflow keeps them; one whose upload was cut off is uploaded again."""
    client, model = tracker.client, registration.model
    run = model.run if model.run and model.run.mlflow_experiment == tracker.experiment else None
    found = client.search_logged_models([tracker.experiment], f"tags.`{MODEL_TAG}` = '{model.pk}'")
    logged = next(iter(found), None) or client.create_logged_model(
        tracker.experiment,
        name=registration.name,
        source_run_id=run.mlflow_run_id if run else None,
        tags={MODEL_TAG: model.pk},
    )
    if logged.status != "READY":
        client.log_model_artifacts(logged.model_id, str(folder))
        client.finalize_logged_model(logged.model_id, "READY")
    return logged


def register_all(tracker: Tracker) -> None:
    """Register what waits. What MLflow refuses is said to its owner; what it cannot answer waits for the next minute."""
    from mlflow.exceptions import MlflowException

    from inference.models import ExportFormat
    from inference.selectors import get_export
    from inference.services.exports import export_file
    from inference.services.registrations import registered, registration_refused, to_register

    for registration in to_register():
        export = get_export(registration.model, ExportFormat.MLFLOW)
        if export is None or not export_file(export).is_file():
            continue  # it was deleted meanwhile
        with TemporaryDirectory() as aside:
            with zipfile.ZipFile(export_file(export)) as archive:
                archive.extractall(aside)
            try:
                version = register(tracker, registration, Path(aside))
            except MlflowException as error:
                tracker.client.get_experiment(tracker.experiment)  # raises if nobody answers
                logger.exception("MLflow did not take model %s", registration.model.pk)
                registration_refused(registration=registration, reason=error.message)
            else:
                registered(registration=registration, version=version)


if __name__ == "__main__":
    from training.tracking import talk  # after the time that MLflow gets here has been set

    talk("registering.lock", register_all)
