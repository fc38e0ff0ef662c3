"""Follows one trainer: copies its events, keeps the lease, passes stop requests on, records the end."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal, TypeVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from accounts.models import User
from accounts.quotas import limits_for
from training.core.events import EVENTS
from training.core.leash import GONE_BY, LET_GO_AFTER, show_held
from training.device_use import EVERY, LOOKS, Meter
from training.launch import ForkedTrainer, Trainer, held_file, start_trainer
from training.models import Run, RunState
from training.orphans import end_orphans
from training.processes import signal_group
from training.services.ending import Ending, attempt_end
from training.services.following import EventTail, device_use_add, events_copy
from training.services.jobs import state_told
from training.services.room import ask_for_room
from training.services.shares import n_devices
from training.services.silences import heartbeat_every
from training.services.transitions import IllegalTransition, LeaseLost, move
from training.services.workers import STOP_FILE
from training.start_watch import StartWatch

T = TypeVar("T")
logger = logging.getLogger(__name__)
ROUND: Final = 0.2  # seconds between looks
FIRST_ROUND: Final = 0.03  # while somebody waits for the first point of a curve
FIRST_FOR: Final = 10.0  # seconds in which that is worth looking so often
LOOK_AROUND_EVERY: Final = 2.0  # seconds between looks at who waits
STOP_WITHIN: Final = 30.0  # seconds of grace between the request to stop and the kill
OVER_TIME: Final = 120.0  # seconds beyond the minutes that the owner may use, for the last checkpoint
RETRY_FOR: Final = 3600.0  # seconds in which the end is tried to be written down


class Supervisor:
    """One attempt of one run."""

    def __init__(self, run_id: str, lease: str, job: Path, trainer: Trainer) -> None:
        self.lease, self.job, self.trainer, self.run_id = lease, job, trainer, run_id
        self.started = self.last_beat = time.monotonic()
        self.lease_s: float = settings.SLAMDUNK_LEASE_SECONDS
        self.state: str | None = None
        self.exit_code: int | None = None
        self.peak_memory_bytes: int | None = None
        self.stop_sent_at: float | None = None
        self.unsure = self.stop_requested = self.yielding = self.over_time = self.making_room = False
        self.looked_around = time.monotonic()
        self.looked_at = -EVERY
        self.measured = False  # whether a point of a curve was told
        self.watch = StartWatch(trainer.pid) if isinstance(trainer, ForkedTrainer) else None

    def supervise(self) -> None:
        """Follow the trainer to its end. However this ends, no trainer is left behind."""
        signal.signal(signal.SIGTERM, lambda *_: self.ask_to_yield())
        try:
            self.patiently(self.take_up, GONE_BY * self.lease_s)
            self.meter = Meter(self.trainer.pid, self.run.lease_device)
            self.follow()
            self.finish()
        except (LeaseLost, Run.DoesNotExist):
            logger.warning("Run %s is no longer ours; ending its trainer", self.run_id)
        finally:
            if self.exit_code is None:  # else its number may be another's by now
                signal_group(self.trainer.pid, signal.SIGKILL)
            (self.job / f"supervisor-{self.lease[:8]}.pid").unlink(missing_ok=True)
            held_file(self.job, self.lease).unlink(missing_ok=True)

    @property
    def trained(self) -> float:
        """Seconds of all attempts of the run, this one included."""
        return self.trained_before + time.monotonic() - self.started

    def take_up(self) -> None:
        """Read what is known of the run. Raises Run.DoesNotExist if it is not ours."""
        self.run = Run.objects.get(pk=self.run_id, lease=self.lease)
        self.trained_before = self.run.trained_s
        self.longest = limits_for(User.objects.get(pk=self.run.owner_id)).max_minutes * 60 + OVER_TIME
        self.tail = EventTail(self.job / EVENTS, self.run.last_seq)

    def follow(self) -> None:
        while not self.ended():
            try:
                self.copy()
                self.beat()
                self.look_around()
                self.measure()
            except (DatabaseError, InterfaceError, OSError) as error:
                logger.warning("The database or the disk does not answer: %s", error)
                connection.close()
            self.let_go_in_time()
            self.enforce()
            self.start_again_if_stuck()
            waited_for = not self.measured and time.monotonic() - self.started < FIRST_FOR
            time.sleep(FIRST_ROUND if waited_for else ROUND)

    def finish(self) -> None:
        """The trainer is gone: end what it started, copy what is left, and write down how it ended."""
        signal_group(self.trainer.pid, signal.SIGKILL)
        if n_devices(self.run) > 1:
            end_orphans()
        self.patiently(self.copy)
        ending = Ending(
            self.state,
            self.exit_code,
            self.peak_memory_bytes,
            stop_requested=self.stop_requested,
            yielded=self.yielding,
            made_room=self.making_room,
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

    def start_again_if_stuck(self) -> None:
        """A forked trainer that hangs before it has told anything is replaced by one that starts from nothing."""
        if self.watch is None or not self.watch.hangs():
            return
        if not held_file(self.job, self.lease).exists():
            raise LeaseLost(self.run_id)
        logger.warning("The forked trainer of run %s hangs; starting it anew", self.run_id)
        signal_group(self.trainer.pid, signal.SIGKILL)
        os.waitpid(self.trainer.pid, 0)
        self.trainer, self.watch = start_trainer(self.job), None
        self.meter = Meter(self.trainer.pid, self.run.lease_device)

    def copy(self) -> None:
        if self.unsure:
            self.look_again()
        self.unsure = True
        while events := self.tail.read():
            events_copy(run=self.run, lease=self.lease, events=events, trained_s=self.trained)
            said = [event["state"] for event in events if event["type"] == "state"]
            self.state = said[-1] if said else self.state
            kinds = {event["type"] for event in events}
            self.measured = self.measured or "metric" in kinds
            self.watch = self.watch if kinds <= {"state"} else None  # it has begun
            if self.run.state == RunState.PREPARING:
                self.mark_training()
        self.unsure = False

    def look_again(self) -> None:
        """What broke off may have been committed or not: go on after what is there."""
        self.run.refresh_from_db()
        self.tail, self.state = EventTail(self.job / EVENTS, self.run.last_seq), state_told(self.run)

    def mark_training(self) -> None:
        try:
            move(run=self.run, to=RunState.TRAINING, held=self.lease)
        except IllegalTransition:
            logger.info("Run %s is to stop before it has begun", self.run_id)

    def beat(self) -> None:
        """Renew the lease and read what is asked of the run. Raises LeaseLost."""
        now = time.monotonic()
        if now - self.last_beat > heartbeat_every():
            held = Run.objects.filter(pk=self.run_id, lease=self.lease).update(heartbeat_at=timezone.now())
            if not held:
                raise LeaseLost(self.run_id)
            self.last_beat = now
            show_held(held_file(self.job, self.lease), self.lease_s)
        wishes = ("state", "force_stop", "yield_asked_at")
        asked = Run.objects.filter(pk=self.run_id, lease=self.lease).values_list(*wishes).first()
        if asked is None:
            raise LeaseLost(self.run_id)
        if asked[0] == RunState.STOPPING:
            self.stop_requested = True
            if asked[1]:  # at once: a trainer that is told first might still write a checkpoint
                signal_group(self.trainer.pid, signal.SIGKILL)
            else:
                self.ask_to_stop()
        elif asked[2] is not None:
            self.make_room()

    def look_around(self) -> None:
        """Ask the queue whether runs here should make room for those that wait."""
        if time.monotonic() - self.looked_around > LOOK_AROUND_EVERY:
            self.looked_around = time.monotonic()
            ask_for_room()

    def make_room(self) -> None:
        """Ask for a checkpoint. There is no hurry: a step that takes long is not cut off."""
        if not self.making_room:
            self.making_room = True
            self.ask_for_checkpoint()

    def measure(self) -> None:
        """Note what the trainer uses; in a long run more and more seldom."""
        if time.monotonic() - self.looked_at < max(EVERY, self.trained / LOOKS):
            return
        self.looked_at = time.monotonic()
        if (use := self.meter.read()) is not None:
            device_use_add(run=self.run, lease=self.lease, use=use)

    def let_go_in_time(self) -> None:
        """Without the database, end the trainer before the lease has run out and somebody else takes the run."""
        silent = time.monotonic() - self.last_beat
        if silent > LET_GO_AFTER * self.lease_s:
            self.ask_to_yield()
        if silent > GONE_BY * self.lease_s:
            signal_group(self.trainer.pid, signal.SIGKILL)

    def enforce(self) -> None:
        """End a trainer that was asked to stop and does not, or that uses more time than it may."""
        if (self.job / STOP_FILE).exists() and self.stop_sent_at is None and not self.making_room:
            self.ask_to_yield()
        if self.trained > self.longest and self.stop_sent_at is None:
            self.over_time = True
            self.ask_to_stop()
        if self.stop_sent_at is not None and time.monotonic() - self.stop_sent_at > STOP_WITHIN:
            signal_group(self.trainer.pid, signal.SIGKILL)

    def ask_to_stop(self) -> None:
        """Ask for a checkpoint and the end. Several processes read it in the file: torchrun takes no signal for that."""
        if self.stop_sent_at is not None:
            return
        self.stop_sent_at = time.monotonic()
        if n_devices(self.run) > 1:
            self.ask_for_checkpoint("stop")
        else:
            signal_group(self.trainer.pid, signal.SIGTERM)

    def ask_to_yield(self) -> None:
        """Ask for a checkpoint; the run goes on later, here or elsewhere."""
        self.yielding = True
        self.ask_for_checkpoint()
        if self.stop_sent_at is None:
            self.stop_sent_at = time.monotonic()

    def ask_for_checkpoint(self, word: Literal["stop", "yield"] = "yield") -> None:
        try:
            (self.job / STOP_FILE).write_text(word)
        except OSError:  # a full disk takes no word, but a signal
            signal_group(self.trainer.pid, signal.SIGTERM)

    def patiently(self, work: Callable[[], T], seconds: float = RETRY_FOR) -> T:
        """Do what must be done, again and again while the database is away."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                return work()
            except (DatabaseError, InterfaceError):
                if time.monotonic() > deadline:
                    raise
                logger.warning("The database does not answer; trying again", exc_info=True)
                connection.close()
                time.sleep(1.0)
