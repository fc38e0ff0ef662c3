"""Where MLflow shows what this site has sent it, for those who may look there."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlsplit

from django.conf import settings

from accounts.rights import Viewer, may_see_experiments
from training.models import Run

PREFIX: Final = "/mlflow"
TRAINING: Final = "workflowType=machine_learning"  # MLflow's pages are about chats otherwise


def pages() -> str:
    """Return where a browser finds MLflow: behind this site's login if MLflow knows its prefix, else where it is itself.

    Empty where no server has pages: none is configured, or a store without one.
    """
    parts = urlsplit(settings.MLFLOW_TRACKING_URI)
    if parts.scheme not in ("http", "https"):
        return ""
    path, host = parts.path.rstrip("/"), parts.netloc.rpartition("@")[2]  # without the server's password
    return PREFIX if path == PREFIX else f"{parts.scheme}://{host}{path}"


def first_page() -> str:
    """Return where MLflow lists its experiments; empty where it has no pages."""
    return f"{pages()}/#/experiments?{TRAINING}" if pages() else ""


def shows_experiments(user: Viewer) -> bool:
    """Say whether there are pages of MLflow for this person."""
    return bool(pages()) and may_see_experiments(user)


def version_page(name: str, version: str, user: Viewer) -> str | None:
    """Return the page of a registered model; None if it is not there yet, or `user` may not see it."""
    if not version or not shows_experiments(user):
        return None
    return f"{pages()}/#/models/{quote(name)}/versions/{quote(version)}?{TRAINING}"


def run_page(run: Run, user: Viewer) -> str | None:
    """Return the page of a run's copy; None if there is none yet, or `user` may not see it."""
    if not run.mlflow_run_id or not shows_experiments(user):
        return None
    return (
        f"{pages()}/#/experiments/{quote(run.mlflow_experiment)}/runs/{quote(run.mlflow_run_id)}?{TRAINING}"
    )
