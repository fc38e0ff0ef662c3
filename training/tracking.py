"""`python -m training.tracking`: bring MLflow's copies of the runs up to date. Training never waits for this.

It may be cut off anywhere, and so may the server: what is sent twice is kept once, and a row says that something was
sent only after the answer came.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from training.models import Run

os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
os.environ.setdefault("MLFLOW_HTTP_REQUEST_TIMEOUT", "3")
logger = logging.getLogger(__name__)
READ: Final = 80  # events; each measures at most twelve things, and MLflow takes 1000 at once
MOST_PARAMS: Final = 90  # in one request; MLflow takes 100
MISSING: Final = "RESOURCE_DOES_NOT_EXIST"
DELETED: Final = "deleted"
KIND: Final = {"mlflow.experimentKind": "custom_model_development"}  # shown as models, not as chats


@dataclass(frozen=True)
class Tracker:
    """The experiment in which MLflow keeps the runs of this site. `client` is an MlflowClient."""

    client: Any
    experiment: str

    def sync(self, run: Run) -> None:
        """Bring the copy of a run up to its row. A copy that an operator deleted in MLflow is left alone.

        A resume takes points back, and MLflow cannot forget a point: then the copy is made anew without them.
        """
        from training.recording import SERIES
        from training.services.tracking import mark_copied, went_back

        copy = self._found(run)
        if copy is not None and went_back(run, tuple(SERIES)):
            self._delete(copy)
            self._begin(run, copy.data.tags)
        elif copy is None:
            self._begin(run, {})
        elif copy.info.lifecycle_stage == DELETED:
            mark_copied(run=run, mlflow_seq=run.last_seq, mlflow_state=run.state, mlflow_title=run.title)
            return
        self._send_points(run)
        self._send_state(run)
        mark_copied(run=run, mlflow_state=run.state, mlflow_title=run.title)

    def delete(self, run_id: str) -> None:
        """Delete what there is of a run that was deleted here. MLflow keeps it in its bin, as it keeps all."""
        for copy in self._tagged(run_id):
            self._delete(copy)

    def _found(self, run: Run) -> Any:
        from mlflow.exceptions import MlflowException

        if not run.mlflow_run_id or run.mlflow_experiment != self.experiment:
            return None
        try:
            return self.client.get_run(run.mlflow_run_id)
        except MlflowException as error:
            if error.error_code != MISSING:
                raise
            return None  # the store is another one by now

    def _tagged(self, run_id: str) -> Any:
        from training.recording import RUN_TAG

        return self.client.search_runs([self.experiment], f"tags.`{RUN_TAG}` = '{run_id}'")

    def _delete(self, copy: Any) -> None:
        if copy.info.lifecycle_stage != DELETED:
            self.client.delete_run(copy.info.run_id)

    def _begin(self, run: Run, tags: dict[str, str]) -> None:
        """Make the copy, or find the one whose making was cut off, and tell it what the run is made of."""
        from mlflow.entities import Param

        from training.models import RunEvent
        from training.recording import params_of, tags_of
        from training.services.tracking import NO_COPY, mark_copied

        mark_copied(run=run, **NO_COPY)
        first = RunEvent.objects.filter(run=run).order_by("seq").first()
        began = first.time if first else run.started_at or run.created_at
        made = next(iter(self._tagged(run.pk)), None) or self.client.create_run(
            self.experiment,
            start_time=int(began.timestamp() * 1000),
            tags={**tags_of(run), **tags},
            run_name=run.title,
        )
        params = [Param(name, value) for name, value in params_of(run).items()]
        for start in range(0, len(params), MOST_PARAMS):
            self.client.log_batch(made.info.run_id, params=params[start : start + MOST_PARAMS])
        self.client.log_dict(made.info.run_id, run.design, "design.json")
        mark_copied(run=run, mlflow_experiment=self.experiment, mlflow_run_id=made.info.run_id)

    def _send_points(self, run: Run) -> None:
        """Send what was measured since, in order, as far as the row knew when it was read."""
        from mlflow.entities import Metric

        from training.models import RunEvent
        from training.recording import SERIES, points_of
        from training.services.tracking import mark_copied

        standing = RunEvent.objects.filter(
            run=run, type__in=SERIES, superseded=False, seq__lte=run.last_seq
        ).order_by("seq")
        while events := list(standing.filter(seq__gt=run.mlflow_seq)[:READ]):
            metrics = [Metric(*point) for event in events for point in points_of(event)]
            self.client.log_batch(run.mlflow_run_id, metrics=metrics)
            mark_copied(run=run, mlflow_seq=events[-1].seq)
        mark_copied(run=run, mlflow_seq=run.last_seq)

    def _send_state(self, run: Run) -> None:
        from training.models import RunState
        from training.recording import ENDED, STATUS, changing_of, ending_of, samples_of
        from training.services.jobs import model_folder

        copy, status = run.mlflow_run_id, STATUS[RunState(run.state)]
        self.client.update_run(copy, status=status, name=run.title)
        self._tag(copy, changing_of(run))
        if run.state not in ENDED:
            return
        if samples := samples_of(run):
            self.client.log_text(copy, samples, "samples.txt")
        report = {}
        if folder := model_folder(run):
            self.client.log_artifact(copy, str(folder / "report.json"))
            report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        self._tag(copy, ending_of(run, report))
        ended = run.finished_at or run.updated_at
        self.client.set_terminated(copy, status=status, end_time=int(ended.timestamp() * 1000))

    def _tag(self, copy: str, tags: dict[str, str]) -> None:
        from mlflow.entities import RunTag

        self.client.log_batch(copy, tags=[RunTag(name, value) for name, value in tags.items()])


def open_tracker(client: Any, name: str, files: str | None) -> Tracker:
    """Return the site's experiment. One that is new has no run of this site; one in MLflow's bin is taken out."""
    from training.services.tracking import forget_copies

    found = client.get_experiment_by_name(name)
    if found is None:
        made = client.create_experiment(name, artifact_location=files, tags=KIND)
        forget_copies()
        return Tracker(client, made)
    if found.lifecycle_stage == DELETED:
        client.restore_experiment(found.experiment_id)
    return Tracker(client, found.experiment_id)


def connect() -> Tracker:
    """Return the experiment that the settings name. Raises MlflowException if its server does not answer."""
    from django.conf import settings
    from mlflow.tracking import MlflowClient

    from training.paths import home

    address = settings.MLFLOW_TRACKING_URI
    served = address.startswith("http")  # a server has a place of its own for files
    files = None if served else (home() / "mlflow-artifacts").as_uri()
    return open_tracker(MlflowClient(address), settings.MLFLOW_EXPERIMENT_NAME, files)


def sync_all(tracker: Tracker) -> None:
    """Send everything that MLflow lacks. A run that it refuses does not keep the others; a server that is away does."""
    from training.models import DeletedRun, Run
    from training.services.tracking import unsynced

    runs = Run.objects.select_related("owner", "corpus", "tokenizer")
    for pk in list(unsynced().values_list("pk", flat=True)):
        if (run := runs.filter(pk=pk).first()) is None:
            continue
        try:
            tracker.sync(run)
        except refusals():
            tracker.client.get_experiment(tracker.experiment)  # raises if nobody answers
            logger.exception("MLflow did not take run %s; the next minute tries again", pk)
    for gone in DeletedRun.objects.all():
        tracker.delete(gone.run)
        gone.delete()


def refusals() -> tuple[type[Exception], ...]:
    """What is raised where MLflow, or the place where it keeps files, does not take something or does not answer."""
    from mlflow.exceptions import MlflowException

    return MlflowException, OSError


def talk(lock_name: str, work: Callable[[Tracker], None]) -> None:
    """Work with MLflow in a process of its own, unless another one is at it. While MLflow is away nothing is done."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
    import django

    django.setup()
    from training.paths import home

    with (home() / lock_name).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        try:
            work(connect())
        except refusals() as error:
            logger.warning("MLflow does not answer; the next minute tries again: %s", error)


if __name__ == "__main__":
    talk("tracking.lock", sync_all)
