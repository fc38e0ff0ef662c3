"""The warm process: what it forks behaves as what is started cold, and where it is missing, that is what happens."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from training import start_watch
from training.core.events import EVENTS
from training.launch import held_file, permit
from training.models import Run, RunEvent
from training.paths import home, job_folder, supervisor_file
from training.processes import recall, start_time
from training.services import run_stop
from training.services.starting import start_what_may
from training.warm_client import NotWarm, ask, launch_warm, socket_file

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("fake_trainer")]
Wait = Callable[..., Any]
ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds for the imports on a busy machine


@pytest.fixture
def user(site: Path) -> Any:
    from accounts.models import User

    return User.objects.create_user("ada")


@pytest.fixture
def warm(site: Path, fake_trainer: None, eventually: Wait) -> Iterator[subprocess.Popen[bytes]]:
    """A warm process of this site."""
    command = [sys.executable, "-m", "training.warm", str(socket_file(home()))]
    process = subprocess.Popen(command, cwd=ROOT)
    eventually(lambda: socket_file(home()).exists() or process.poll() is not None, PATIENCE)
    assert process.poll() is None
    yield process
    process.kill()
    process.wait()


def state_of(run: Run) -> str:
    return str(Run.objects.values_list("state", flat=True).get(pk=run.pk))


def held(run: Run, step: int) -> Run:
    job_folder(run).mkdir(parents=True, exist_ok=True)
    (job_folder(run) / "hold").write_text(str(step))
    return run


def at_step(run: Run, step: int) -> bool:
    return Run.objects.filter(pk=run.pk, step=step, state="training").exists()


def test_runs_are_forked_and_end_as_others_do(
    warm: subprocess.Popen[bytes], user: Any, run_of: Any, eventually: Wait
) -> None:
    """One warm process serves all of it: a run that completes, one killed, one stopped; then it dies itself."""
    assert stat.S_IMODE(socket_file(home()).stat().st_mode) == 0o600
    with pytest.raises(NotWarm, match="SLAMDUNK_TORCH"):
        ask(socket_file(home()), {"surroundings": {"SLAMDUNK_TORCH": "other"}})
    completes_with_a_trainer_that_is_the_child_of_its_supervisor(warm, run_of(user), eventually)
    killed_is_told_as_ever(run_of(user), eventually)
    p11_stopped_leaves_nothing(run_of(user), eventually)
    outlives_the_warm_process_and_the_next_starts_cold(warm, run_of(user), run_of(user), eventually)


def completes_with_a_trainer_that_is_the_child_of_its_supervisor(
    warm: subprocess.Popen[bytes], run: Run, eventually: Wait
) -> None:
    held(run, 5)
    start_what_may()
    eventually(lambda: at_step(run, 4))
    run.refresh_from_db()
    supervisor = recall(supervisor_file(run.pk, run.lease))
    trainer = recall(job_folder(run) / "trainer.pid")
    assert supervisor is not None
    assert trainer is not None
    assert parent_of(supervisor) == warm.pid
    assert parent_of(trainer) == supervisor
    assert {os.getsid(supervisor), os.getsid(trainer)} == {supervisor, trainer}
    (job_folder(run) / "hold").unlink()
    eventually(lambda: state_of(run) == "completed")
    rows = RunEvent.objects.filter(run=run, type="metric").order_by("seq")
    assert list(rows.values_list("step", flat=True)) == list(range(1, 21))


def killed_is_told_as_ever(run: Run, eventually: Wait) -> None:
    held(run, 3)
    start_what_may()
    eventually(lambda: at_step(run, 2))
    trainer = recall(job_folder(run) / "trainer.pid")
    assert trainer is not None
    os.kill(trainer, signal.SIGKILL)
    eventually(lambda: state_of(run) == "queued")
    run.refresh_from_db()
    assert run.error["values"]["signal"] == "SIGKILL"
    assert run.error["values"]["peak_memory_bytes"] > 0
    run_stop(run=run)


def p11_stopped_leaves_nothing(run: Run, eventually: Wait) -> None:
    held(run, 8)
    start_what_may()
    eventually(lambda: at_step(run, 7))
    run.refresh_from_db()
    run_stop(run=run)
    eventually(lambda: state_of(run) == "stopped")
    assert recall(job_folder(run) / "trainer.pid") is None


def outlives_the_warm_process_and_the_next_starts_cold(
    warm: subprocess.Popen[bytes], run: Run, after: Run, eventually: Wait
) -> None:
    held(run, 5)
    start_what_may()
    eventually(lambda: at_step(run, 4))
    warm.kill()
    warm.wait()
    (job_folder(run) / "hold").unlink()
    eventually(lambda: state_of(run) == "completed")
    start_what_may()
    eventually(lambda: state_of(after) == "completed")


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_two_supervisors_of_one_lease_are_one(tmp_path: Path) -> None:
    """The warm process answers too late, so a cold start was asked for as well: the second finds nothing to do."""
    from training.launch import main

    job = tmp_path / "job"
    job.mkdir()
    permit(job, "a" * 32).unlink()  # the first has taken it
    started: list[Path] = []
    main("run", "a" * 32, job, start=lambda job: started.append(job))  # type: ignore[arg-type,return-value]
    assert not started
    assert list(job.iterdir()) == [held_file(job, "a" * 32)]


DIES_BEFORE_IT_HAS_WRITTEN_ITS_TRAINER_DOWN = """
import os, sys
from pathlib import Path
from training import warm

warm.remember = lambda path, pid: (Path("forked").write_text(str(pid)), os._exit(0))
warm.fork_trainer(Path.cwd())
"""


def test_a_trainer_that_nobody_could_find_does_not_begin(tmp_path: Path, eventually: Wait) -> None:
    """Its supervisor is killed before it has written it down: whoever takes the run over cannot end it."""
    (tmp_path / "job.json").write_text('{"next_seq": 1}')
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    program = [sys.executable, "-c", DIES_BEFORE_IT_HAS_WRITTEN_ITS_TRAINER_DOWN]
    subprocess.run(program, cwd=tmp_path, env=environment, check=True)
    trainer = int((tmp_path / "forked").read_text())
    eventually(lambda: start_time(trainer) is None)
    assert not (tmp_path / EVENTS).exists()


def test_nobody_listens(tmp_path: Path) -> None:
    """A socket that a killed process left behind is no warm process."""
    path = tmp_path / "a folder with a name too long for an address of a socket" / ("x" * 60)
    path.mkdir(parents=True)
    (path / "warm.sock").touch()
    with pytest.raises(NotWarm):
        launch_warm(path / "warm.sock", run="r", lease="l", job=path, log=path / "log", needed={})


def test_a_process_that_stands_still_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, computed = [0.0], [1.0]
    monkeypatch.setattr(start_watch.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(start_watch, "computed_s", lambda _pid: computed[0])
    watch = start_watch.StartWatch(1)
    clock[0] = start_watch.HANGS_AFTER - 1
    assert not watch.hangs()
    computed[0] += 0.01
    assert not watch.hangs()  # it has computed: the time counts from here
    clock[0] += start_watch.HANGS_AFTER - 1
    assert not watch.hangs()
    clock[0] += 2
    assert watch.hangs()
