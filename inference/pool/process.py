"""One generation process: started when first needed, spoken to in lines of JSON, replaced when it dies."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from inference.pool.job import LAST, Job

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = (sys.executable, "-m", "inference.worker")
CANCEL_WITHIN = (
    20.0  # seconds that a cancelled job may take (a model may be loading) before its process is ended
)


def threads_of_one_process() -> int:
    """Threads a process computes with: one on a small machine, where a training wants the other cores."""
    return max(1, min(4, (os.cpu_count() or 1) // 2))


def worker_environment() -> Mapping[str, str]:
    # Spinning threads cost a training on the same cores more than they gain a single token.
    return {"OMP_NUM_THREADS": str(threads_of_one_process()), "OMP_WAIT_POLICY": "passive"}


class WorkerProcess:
    """Runs one job at a time. `run` blocks its caller, which is a thread of the pool."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = list(command)
        self._process: subprocess.Popen[str] | None = None
        self._writing = threading.Lock()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    def run(self, job: Job) -> None:
        """Send the request and hand on what comes back, to the last message or to the process's death."""
        process = self._alive()
        job.on_cancel = lambda: self._cancel(job)
        self._write({"type": "generate", "job": job.id, **job.request})
        if job.cancelled:  # called off before on_cancel was there to say so
            self._cancel(job)
        assert process.stdout is not None  # noqa: S101 - for the type checker; it was opened as a pipe
        for line in process.stdout:
            message = json.loads(line)
            if message["job"] == job.id:
                job.send(message)
                if message["type"] in LAST:
                    return
        self.stop()
        job.send({"type": "error", "code": "worker_died", "values": {}})

    def stop(self) -> None:
        """End the process, if there is one. Closing its input is enough for a healthy one."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()
        try:
            process.wait(2.0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    def _alive(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.stop()
        self._process = subprocess.Popen(
            self._command,
            cwd=ROOT,
            env={**os.environ, **worker_environment()},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        return self._process

    def _write(self, message: Mapping[str, object]) -> None:
        process = self._process
        if process is None or process.stdin is None:
            return
        with self._writing, contextlib.suppress(OSError, ValueError):  # it died: its output says so
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()

    def _cancel(self, job: Job) -> None:
        self._write({"type": "cancel", "job": job.id})
        process = self._process
        timer = threading.Timer(CANCEL_WITHIN, lambda: self._end_if_stuck(job, process))
        timer.daemon = True
        timer.start()

    @staticmethod
    def _end_if_stuck(job: Job, process: subprocess.Popen[str] | None) -> None:
        if process is not None and not job.over.is_set():
            process.kill()
