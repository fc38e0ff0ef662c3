"""Real processes: a ticket starts a supervisor, that starts a trainer, and some of them are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from training.core.events import EVENTS, read_events
from training.core.leash import HELD
from training.launch import held_file
from training.models import Run, RunEvent
from training.paths import job_folder, supervisor_file
from training.processes import recall
from training.services import host_shutdown, reap, run_stop
from training.services.starting import start_what_may

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("fake_trainer")]
Wait = Callable[..., Any]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def user(site: Path) -> Any:
    from accounts.models import User

    return User.objects.create_user("ada")


def state_of(run: Run) -> str:
    return str(Run.objects.values_list("state", flat=True).get(pk=run.pk))


def held(run: Run, step: int) -> Run:
    """The trainer will wait before this step."""
    job_folder(run).mkdir(parents=True, exist_ok=True)
    (job_folder(run) / "hold").write_text(str(step))
    return run


def let_go(run: Run) -> None:
    (job_folder(run) / "hold").unlink()


def steps_of(run: Run) -> list[int]:
    rows = RunEvent.objects.filter(run=run, type="metric", superseded=False)
    return list(rows.order_by("seq").values_list("step", flat=True))


def at_step(run: Run, step: int) -> bool:
    return Run.objects.filter(pk=run.pk, step=step, state="training").exists()


def test_p01_a_run_completes_though_nobody_watches(user: Any, run_of: Any, eventually: Wait) -> None:
    run = run_of(user)
    assert start_what_may() == [run.pk]
    eventually(lambda: state_of(run) == "completed")
    run.refresh_from_db()
    assert (run.step, run.total_steps, run.tokens_seen, run.lease) == (20, 20, 160, "")
    assert steps_of(run) == list(range(1, 21))
    assert run.checkpoints.count() == 4


def test_the_run_leaves_its_model_to_inference(user: Any, run_of: Any, eventually: Wait) -> None:
    from inference.models import CompletedModel

    run = run_of(user)
    start_what_may()
    eventually(lambda: state_of(run) == "completed")
    assert CompletedModel.objects.filter(run=run).count() in (0, 1)


def test_p06_a_killed_trainer_is_resumed_without_gap_or_double(
    user: Any, run_of: Any, eventually: Wait
) -> None:
    run = held(run_of(user), 13)
    start_what_may()
    eventually(lambda: at_step(run, 12))
    os.kill(recall(job_folder(run) / "trainer.pid"), signal.SIGKILL)
    let_go_when_queued(run, eventually)
    assert Run.objects.get(pk=run.pk).error["code"] == "trainer_killed"
    start_what_may()
    eventually(lambda: state_of(run) == "completed")
    assert steps_of(run) == list(range(1, 21))
    run.refresh_from_db()
    assert (run.attempt, run.error) == (2, None)


def let_go_when_queued(run: Run, eventually: Wait) -> None:
    eventually(lambda: state_of(run) == "queued")
    let_go(run)


def test_p06_a_killed_supervisor_takes_its_trainer_along_and_the_run_goes_on(
    user: Any, run_of: Any, eventually: Wait
) -> None:
    run = held(run_of(user), 13)
    start_what_may()
    eventually(lambda: at_step(run, 12))
    run.refresh_from_db()
    os.kill(recall(supervisor_file(run.pk, run.lease)), signal.SIGKILL)
    eventually(lambda: recall(job_folder(run) / "trainer.pid") is None)
    eventually(lambda: reap() == 1)
    let_go_when_queued(run, eventually)
    start_what_may()
    eventually(lambda: state_of(run) == "completed")
    assert steps_of(run) == list(range(1, 21))
    assert (job_folder(run) / "starts").read_text() == "xx"


LATE = """
import sys, time
from pathlib import Path
from training.core.events import EVENTS, EventLog

job = Path(sys.argv[1])
log = EventLog(job / EVENTS)
log.state("training")
print("open", flush=True)
until = time.monotonic() + 1.0
while not (job / "starts").exists() and time.monotonic() < until:
    time.sleep(0.01)
log.state("stopped")
"""  # its second line would follow that of the next trainer, if this one could begin


def test_what_a_trainer_tells_that_nobody_had_written_down_is_neither_lost_nor_mixed(
    user: Any, run_of: Any, eventually: Wait
) -> None:
    """It was killed with its supervisor, and is still writing when others take the run over and start it again."""
    run = run_of(user)
    job_folder(run).mkdir(parents=True)
    command = [sys.executable, "-c", LATE, str(job_folder(run))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as late:
        assert late.stdout is not None
        assert late.stdout.readline() == b"open\n"
        assert start_what_may() == [run.pk]
    eventually(lambda: state_of(run) == "completed")
    told = list(read_events(job_folder(run) / EVENTS))
    assert [event["seq"] for event in told] == list(range(1, len(told) + 1))
    assert [event.get("state") for event in told[:3]] == ["training", "stopped", "training"]
    rows = RunEvent.objects.filter(run=run).order_by("seq").values_list("seq", "type")
    assert list(rows) == [(event["seq"], event["type"]) for event in told]


def test_a_trainer_that_starts_after_its_run_was_taken_over_tells_nothing(
    user: Any, run_of: Any, eventually: Wait
) -> None:
    run = run_of(user)
    start_what_may()
    eventually(lambda: state_of(run) == "completed")
    before = (job_folder(run) / EVENTS).read_bytes()
    environment = {**os.environ, HELD: str(held_file(job_folder(run), "e" * 32)), "PYTHONPATH": str(ROOT)}
    for module in ("tests.training.fake_trainer", "training.core.main"):
        command = [sys.executable, "-m", module, str(job_folder(run))]
        subprocess.run(command, env=environment, check=True)
    assert (job_folder(run) / EVENTS).read_bytes() == before


def test_p08_a_run_that_keeps_being_killed_fails_and_says_by_what(
    user: Any, run_of: Any, eventually: Wait
) -> None:
    run = held(run_of(user), 3)
    for attempt in (1, 2, 3):
        start_what_may()
        eventually(lambda n=attempt: Run.objects.filter(pk=run.pk, step=2, attempt=n, state="training"))
        os.kill(recall(job_folder(run) / "trainer.pid"), signal.SIGKILL)
        eventually(lambda: state_of(run) in ("queued", "failed"))
    run.refresh_from_db()
    assert run.state == "failed"
    assert run.error["values"]["signal"] == "SIGKILL"
    assert run.error["values"]["peak_memory_bytes"] > 0


def test_p10_completed_needs_the_model_on_the_disk(user: Any, run_of: Any, eventually: Wait) -> None:
    run = run_of(user)
    job_folder(run).mkdir(parents=True)
    (job_folder(run) / "no-model").touch()
    start_what_may()
    eventually(lambda: state_of(run) == "failed")
    run.refresh_from_db()
    assert run.error["code"] == "model_missing"


def test_p11_stop_checkpoints_and_ends_the_process(user: Any, run_of: Any, eventually: Wait) -> None:
    run = held(run_of(user), 8)
    start_what_may()
    eventually(lambda: at_step(run, 7))
    run.refresh_from_db()
    assert run_stop(run=run).state == "stopping"
    eventually(lambda: state_of(run) == "stopped")
    assert run.checkpoints.first().step == 7
    assert recall(job_folder(run) / "trainer.pid") is None


def test_p11_force_stop_kills_at_once(user: Any, run_of: Any, eventually: Wait) -> None:
    run = held(run_of(user), 8)
    start_what_may()
    eventually(lambda: at_step(run, 7))
    run.refresh_from_db()
    run_stop(run=run, force=True)
    eventually(lambda: state_of(run) == "stopped")
    assert not run.checkpoints.filter(step=7).exists()


def test_a_lost_lease_ends_the_trainer(user: Any, run_of: Any, eventually: Wait) -> None:
    run = held(run_of(user), 8)
    start_what_may()
    eventually(lambda: at_step(run, 7))
    Run.objects.filter(pk=run.pk).update(heartbeat_at=timezone.now() - timedelta(hours=1), lease="other")
    eventually(lambda: recall(job_folder(run) / "trainer.pid") is None)
    assert Run.objects.get(pk=run.pk).lease == "other"


def test_a_host_that_shuts_down_yields_its_runs(user: Any, run_of: Any, eventually: Wait) -> None:
    run = held(run_of(user), 8)
    start_what_may()
    eventually(lambda: at_step(run, 7))
    assert host_shutdown() == 0
    assert state_of(run) == "queued"
    assert run.checkpoints.first().step == 7
    assert start_what_may() == []  # closed as long as the process that shuts down lives
