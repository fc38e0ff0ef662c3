"""What may go wrong. Each fault hits something that is there now, or says False: then it waits for its turn."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.db import connection

from common.errors import ProductError
from tests.system.chaos.site import LEASE, Site
from training import tasks
from training.models import Run, WorkerHeartbeat
from training.paths import job_folder, supervisor_file, tokens_folder
from training.processes import recall, signal_group
from training.services import run_resume, run_stop
from training.services.room import yield_ask

JUMPS: Final = (-86_400, -3_600, 0, 3_600, 86_400)  # seconds
LONGEST_AWAY: Final = LEASE * 2 / 3  # seconds: two minutes of a lease of three
NO_LIMIT: Final = resource.RLIM_INFINITY


@dataclass
class World:
    """The site, what was done to its runs, and what is to be put right again."""

    site: Site
    rng: random.Random
    reasons: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # codes, by run
    asked_to_stop: set[str] = field(default_factory=set)
    to_put_right: list[threading.Timer] = field(default_factory=list)

    def after(self, seconds: float, undo: Callable[[], object]) -> None:
        """Put something right later, even while the database lets nobody go on."""
        timer = threading.Timer(seconds, undo)
        timer.start()
        self.to_put_right.append(timer)

    def is_right(self) -> bool:
        return not any(timer.is_alive() for timer in self.to_put_right)

    def one_of(self, *states: str, true: bool = False) -> Run | None:
        """Return a run in one of these states, perhaps only of those with the true trainer."""
        runs = list(Run.objects.filter(state__in=states).exclude(title="doomed").order_by("pk"))
        runs = [run for run in runs if not true or (job_folder(run) / "true").exists()]
        return self.rng.choice(runs) if runs else None


def trainer_of(run: Run | None) -> int | None:
    return recall(job_folder(run) / "trainer.pid") if run else None


def supervisor_of(run: Run | None) -> int | None:
    return recall(supervisor_file(run.pk, run.lease)) if run else None


def send(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):  # it was faster
        os.kill(pid, number)


def killed_trainer(world: World) -> bool:
    run = world.one_of("training")
    if run is None or (pid := trainer_of(run)) is None:
        return False
    world.reasons[run.pk].add("trainer_killed")
    signal_group(pid, signal.SIGKILL)
    return True


def killed_supervisor(world: World) -> bool:
    if (pid := supervisor_of(world.one_of("preparing", "training"))) is None:
        return False
    send(pid, signal.SIGKILL)
    return True


def killed_worker(world: World) -> bool:
    return at_work(world, "training") and world.site.kill("training")


def at_work(world: World, cluster: str) -> bool:
    """Say whether a worker has done something since it was started."""
    pid = world.site.programs[cluster].pid
    return WorkerHeartbeat.objects.filter(cluster=cluster, pid=pid).exists()


def killed_reaper(world: World) -> bool:
    """Give it something to do, and kill it while it does it."""
    if not (at_work(world, "short") and killed_supervisor(world)):
        return False
    time.sleep(world.rng.uniform(0.0, 0.3))
    world.site.kill("training")
    return world.site.kill("short")


def killed_warm_process(world: World) -> bool:
    return world.site.is_warm() and world.site.kill("warm")


def frozen_supervisor(world: World) -> bool:
    """It wakes up when somebody else has the run."""
    if (pid := supervisor_of(world.one_of("training"))) is None:
        return False
    send(pid, signal.SIGSTOP)
    world.after(LEASE * 1.75, lambda: send(pid, signal.SIGCONT))
    return True


def cut_checkpoint(world: World) -> bool:
    run = world.one_of("training", true=True)
    if run is None or (pid := trainer_of(run)) is None:
        return False
    kept = sorted(job_folder(run).glob("checkpoints/step-*/state.safetensors"))
    if not kept:
        return False
    stopped(pid)
    os.truncate(kept[-1], kept[-1].stat().st_size // 2)
    world.reasons[run.pk].add("trainer_killed")
    signal_group(pid, signal.SIGKILL)
    return True


def torn_line(world: World) -> bool:
    run = world.one_of("training")
    if run is None or (pid := trainer_of(run)) is None:
        return False
    stopped(pid)
    with (job_folder(run) / "events.jsonl").open("a") as file:
        file.write('{"seq": 1000000, "type": "met')
    world.reasons[run.pk].add("trainer_killed")
    signal_group(pid, signal.SIGKILL)
    return True


def stopped(pid: int) -> None:
    """Stop a trainer, and wait until it is."""
    signal_group(pid, signal.SIGSTOP)
    deadline = time.monotonic() + 2.0
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return
        if state in "TZX":
            return
        time.sleep(0.01)


def full_disk(world: World) -> bool:
    """The trainer finds room for no more than a line."""
    run = world.one_of("training")
    if run is None or (pid := trainer_of(run)) is None:
        return False
    told = job_folder(run) / "events.jsonl"
    if not told.exists() or not limited(pid, told.stat().st_size + 150):
        return False
    world.reasons[run.pk].add("disk_full")
    return True


def full_disk_of_a_supervisor(world: World) -> bool:
    pid = supervisor_of(world.one_of("training"))
    if pid is None or not limited(pid, 1):
        return False
    world.after(1.5, lambda: limited(pid, NO_LIMIT))
    return True


def limited(pid: int, size: int) -> bool:
    try:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, NO_LIMIT))
    except ProcessLookupError:
        return False
    return True


def corpus_gone(world: World) -> bool:
    run = world.one_of("queued") or world.one_of("training")
    if run is None or run.token_file is None:
        return False
    folder = tokens_folder(run.token_file)
    away = folder.with_name(f"{folder.name}.away")
    if not folder.is_dir():
        return False
    for sharing in Run.objects.filter(token_file__digest=run.token_file.digest):
        world.reasons[sharing.pk] |= {"data_missing", "not_started"}
    folder.rename(away)
    world.after(1.0, lambda: away.rename(folder))
    return True


def jumped_clock(world: World) -> bool:
    (world.site.home / "clock").write_text(str(world.rng.choice(JUMPS)))
    return True


def database_away(world: World) -> bool:
    world.site.database_away(world.rng.uniform(1.0, LONGEST_AWAY))
    connection.close()
    return True


def redis_away(world: World) -> bool:
    redis = world.site.redis
    if redis is None or redis.server.poll() is not None:
        return database_away(world)
    if world.rng.random() < 0.5:
        pid = redis.server.pid
        send(pid, signal.SIGSTOP)
        world.after(1.5, lambda: send(pid, signal.SIGCONT))
    else:
        redis.stop()
        world.after(1.5, redis.start)
    return True


def mlflow_away(world: World) -> bool:
    """Nobody answers at MLFLOW_TRACKING_URI."""
    tasks.housekeeping()
    return True


def asked_to_stop(world: World, force: bool = False) -> bool:
    run = world.one_of("queued", "preparing", "training")
    if run is None:
        return False
    world.asked_to_stop.add(run.pk)
    try:
        run_stop(run=run, force=force)
    except ProductError:
        return False  # it has ended meanwhile
    return True


def asked_to_stop_at_once(world: World) -> bool:
    return asked_to_stop(world, force=True)


def asked_to_go_on(world: World) -> bool:
    run = world.one_of("stopped", "failed")
    if run is None:
        return False
    world.asked_to_stop.discard(run.pk)
    run_resume(run=run)
    return True


def asked_to_make_room(world: World) -> bool:
    run = world.one_of("training")
    return run is not None and yield_ask(run_id=run.pk)


# How often each comes in a plan; what is left over is drawn by chance.
OFTEN: Final[dict[Callable[[World], bool], int]] = {
    killed_trainer: 5,
    killed_supervisor: 5,
    killed_worker: 3,
    killed_reaper: 3,
    killed_warm_process: 1,
    frozen_supervisor: 3,
    cut_checkpoint: 2,
    torn_line: 3,
    full_disk: 2,
    full_disk_of_a_supervisor: 1,
    corpus_gone: 2,
    jumped_clock: 3,
    database_away: 2,
    redis_away: 1,
    mlflow_away: 1,
    asked_to_stop: 2,
    asked_to_stop_at_once: 2,
    asked_to_go_on: 4,
    asked_to_make_room: 2,
}
