"""Follows one trainer: copies its events, keeps the lease, passes stop requests on, records the end."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from accounts.models import User
from accounts.quotas import limits_for
from training.core.events import EVENTS
from training.models import Run, RunState
from training.processes import signal_group
from training.services.ending import Ending, attempt_end
from training.services.following import EventTail, events_copy
from training.services.transitions import IllegalTransition, LeaseLost, move

T = TypeVar("T")
logger = logging.getLogger(__name__)
ROUND: Final = 0.2  # seconds between looks
HEARTBEAT_EVERY: Final = 3.0  # seconds
LET_GO_AFTER: Final = 30.0  # seconds without the database: yield before somebody else takes the run
STOP_WITHIN: Final = 30.0  # seconds of grace between the request to stop and the kill
OVER_TIME: Final = 120.0  # seconds beyond the minutes that the owner may use, for the last checkpoint
RETRY_FOR: Final = 3600.0  # seconds in which the end is tried to be written down


class Supervisor:
    """One attempt of one run."""

    def __init__(self, run_id: str, lease: str, job: Path, trainer: subprocess.Popen[bytes]) -> None:
        self.lease, self.job, self.trainer, self.run_id = lease, job, trainer, run_id
        self.started = self.last_beat = time.monotonic()
        self.state: str | None = None
        self.exit_code: int | None = None
        self.peak_memory_bytes: int | None = None
        self.stop_sent_at: float | None = None
        self.stop_requested = self.yielding = self.over_time = False

    def supervise(self) -> None:
        """Follow the trainer to its end. However this ends, no trainer is left behind."""
        signal.signal(signal.SIGTERM, lambda *_: self.ask_to_yield())
        try:
            self.run = self.patiently(lambda: Run.objects.get(pk=self.run_id, lease=self.lease))
            self.trained_before = self.run.trained_s
            self.longest = limits_for(User.objects.get(pk=self.run.owner_id)).max_minutes * 60 + OVER_TIME
            self.tail = EventTail(self.job / EVENTS, self.run.last_seq)
            self.follow()
            self.finish()
        except (LeaseLost, Run.DoesNotExist):
            logger.warning("Run %s is no longer ours; ending its trainer", self.run_id)
        finally:
            signal_group(self.trainer.pid, signal.SIGKILL)
            (self.job / f"supervisor-{self.lease[:8]}.pid").unlink(missing_ok=True)

    def follow(self) -> None:
        while not self.ended():
            try:
                self.copy()
                self.beat()
            except (DatabaseError, InterfaceError) as error:
                logger.warning("The database does not answer: %s", error)
                connection.close()
                if time.monotonic() - self.last_beat > LET_GO_AFTER:
                    self.ask_to_yield()
            self.enforce()
            time.sleep(ROUND)

    def finish(self) -> None:
        """The trainer is gone: end its group, copy what is left, and write down how it ended."""
        signal_group(self.trainer.pid, signal.SIGKILL)
        self.patiently(self.copy)
        ending = Ending(
            self.state,
            self.exit_code,
            self.peak_memory_bytes,
            stop_requested=self.stop_requested,
            yielded=self.yielding,
            over_time=self.over_time,
        )
        self.patiently(lambda: attempt_end(run=self.run, lease=self.lease, ending=ending))

    def ended(self) -> bool:
        """Look whether the trainer has ended; if so, keep its exit code and its peak memory."""
        pid, status, usage = os.wait4(self.trainer.pid, os.WNOHANG)
        if pid == 0:
            return False
        self.exit_code = self.trainer.returncode = os.waitstatus_to_exitcode(status)
        self.peak_memory_bytes = usage.ru_maxrss * 1024
        return True

    def copy(self) -> None:
        while events := self.tail.read():
            try:
                trained = self.trained_before + time.monotonic() - self.started
                events_copy(run=self.run, lease=self.lease, events=events, trained_s=trained)
            except (DatabaseError, InterfaceError):
                self.tail = EventTail(self.job / EVENTS, self.run.last_seq)  # read them again
                raise
            said = [event["state"] for event in events if event["type"] == "state"]
            self.state = said[-1] if said else self.state
            if self.run.state == RunState.PREPARING:
                self.mark_training()

    def mark_training(self) -> None:
        try:
            move(run=self.run, to=RunState.TRAINING, held=self.lease)
        except IllegalTransition:
            logger.info("Run %s is to stop before it has begun", self.run_id)

    def beat(self) -> None:
        """Renew the lease and read what is asked of the run. Raises LeaseLost."""
        if time.monotonic() - self.last_beat > HEARTBEAT_EVERY:
            held = Run.objects.filter(pk=self.run_id, lease=self.lease).update(heartbeat_at=timezone.now())
            if not held:
                raise LeaseLost(self.run_id)
            self.last_beat = time.monotonic()
        asked = (
            Run.objects.filter(pk=self.run_id, lease=self.lease).values_list("state", "force_stop").first()
        )
        if asked is None:
            raise LeaseLost(self.run_id)
        if asked[0] == RunState.STOPPING:
            self.stop_requested = True
            self.ask_to_stop()
            if asked[1]:
                signal_group(self.trainer.pid, signal.SIGKILL)

    def enforce(self) -> None:
        """End a trainer that was asked to stop and does not, or that uses more time than it may."""
        if (self.job / "stop").exists() and self.stop_sent_at is None:
            self.ask_to_yield()
        if time.monotonic() - self.started > self.longest and self.stop_sent_at is None:
            self.over_time = True
            self.ask_to_stop()
        if self.stop_sent_at is not None and time.monotonic() - self.stop_sent_at > STOP_WITHIN:
            signal_group(self.trainer.pid, signal.SIGKILL)

    def ask_to_stop(self) -> None:
        if self.stop_sent_at is None:
            self.stop_sent_at = time.monotonic()
            signal_group(self.trainer.pid, signal.SIGTERM)

    def ask_to_yield(self) -> None:
        """Ask for a checkpoint; the run goes on later, here or elsewhere."""
        self.yielding = True
        (self.job / "stop").write_text("yield")
        if self.stop_sent_at is None:
            self.stop_sent_at = time.monotonic()

    def patiently(self, work: Callable[[], T]) -> T:
        """Do what must be written down, again and again while the database is away."""
        deadline = time.monotonic() + RETRY_FOR
        while True:
            try:
                return work()
            except (DatabaseError, InterfaceError):
                if time.monotonic() > deadline:
                    raise
                logger.warning("The database does not answer; trying again", exc_info=True)
                connection.close()
                time.sleep(1.0)
