"""Who generates next: a bounded queue before a few processes, none of which exists before it is needed."""

from __future__ import annotations

import atexit
import functools
import logging
import os
import threading
from collections import deque
from collections.abc import Callable

from inference.pool.job import Job, Message, PoolBusyError
from inference.pool.process import WorkerProcess

MAX_WAITING = 32
MAX_PER_OWNER = 4  # waiting and running together, so that one person cannot fill the queue
IDLE_SECONDS = 300.0  # after which a process ends and its memory is free again
CANCELLED: Message = {
    "type": "finished",
    "reason": "cancelled",
    "tokens": 0,
    "tokens_per_s": 0.0,
    "text": "",
    "seconds": 0.0,
}
logger = logging.getLogger(__name__)


class Pool:
    """Threads that each look after one process. Safe to use from any thread; `submit` never blocks."""

    def __init__(
        self,
        size: int,
        *,
        make_worker: Callable[[], WorkerProcess] = WorkerProcess,
        max_waiting: int = MAX_WAITING,
        max_per_owner: int = MAX_PER_OWNER,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._size, self._make_worker = size, make_worker
        self._max_waiting, self._max_per_owner = max_waiting, max_per_owner
        self._idle_seconds = idle_seconds
        self._changed = threading.Condition()
        self._waiting: deque[Job] = deque()
        self._running: list[Job] = []
        self._workers: list[WorkerProcess] = []
        self._n_idle = 0
        self._closed = False

    def submit(self, job: Job) -> None:
        """Queue a job. Raises PoolBusyError when too many wait, or too many of one owner."""
        job.on_cancel = lambda: self._drop(job)
        with self._changed:
            mine = sum(1 for other in (*self._waiting, *self._running) if other.owner == job.owner)
            if job.owner and mine >= self._max_per_owner:
                raise PoolBusyError(mine=True)
            if self._closed or len(self._waiting) >= self._max_waiting:
                raise PoolBusyError(mine=False)
            self._waiting.append(job)
            if self._n_idle < len(self._waiting) and len(self._workers) < self._size:
                self._hire()
            self._changed.notify()

    def close(self) -> None:
        """End every process; what runs ends with an error, what waits is called off."""
        with self._changed:
            self._closed = True
            waiting, self._waiting = list(self._waiting), deque()
            workers = list(self._workers)
            self._changed.notify_all()
        for job in waiting:
            job.send(CANCELLED)
        for worker in workers:
            worker.stop()

    @property
    def n_processes(self) -> int:
        """How many processes are looked after now."""
        with self._changed:
            return len(self._workers)

    def _hire(self) -> None:
        worker = self._make_worker()
        self._workers.append(worker)
        threading.Thread(target=self._look_after, args=(worker,), name="generation", daemon=True).start()

    def _look_after(self, worker: WorkerProcess) -> None:
        while (job := self._next()) is not None:
            try:
                worker.run(job)
            except Exception:  # a thread that ends in silence would leave its place empty for ever
                logger.exception("A generation process could not be used")
                worker.stop()
                job.send({"type": "error", "code": "worker_died", "values": {}})
            finally:
                with self._changed:
                    self._running.remove(job)
        worker.stop()
        with self._changed:
            self._workers.remove(worker)
            if self._waiting and not self._closed:  # one came in while this process was ending
                self._hire()
            self._changed.notify_all()

    def _next(self) -> Job | None:
        """Wait for a job; None when it is time to end."""
        with self._changed:
            self._n_idle += 1
            try:
                self._changed.wait_for(lambda: self._waiting or self._closed, self._idle_seconds)
                if not self._waiting:
                    return None
                job = self._waiting.popleft()
                self._running.append(job)
                return job
            finally:
                self._n_idle -= 1

    def _drop(self, job: Job) -> None:
        with self._changed:
            if job not in self._waiting:
                return
            self._waiting.remove(job)
        job.send(CANCELLED)


@functools.cache
def get_pool() -> Pool:
    """The pool of this web process: two processes where the machine has the cores for them."""
    pool = Pool(size=2 if (os.cpu_count() or 1) > 1 else 1)
    atexit.register(pool.close)
    return pool
