"""The pool against a stand-in process: queueing, death, cancelling, idling. Waits are on conditions."""

from __future__ import annotations

import os
import queue
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inference.pool import Job, Pool, PoolBusyError
from inference.pool.process import WorkerProcess

FAKE_WORKER = Path(__file__).parent.parent / "fake_worker.py"
LONG = 60.0  # seconds after which a missing message fails a test


class Reader:
    """Collects the messages of one job."""

    def __init__(self, prompt: str, owner: str = "") -> None:
        self.inbox: queue.Queue[dict[str, Any]] = queue.Queue()
        self.job = Job({"prompt": prompt, "folder": "", "options": {}}, self.inbox.put, owner=owner)

    def next(self) -> dict[str, Any]:
        return self.inbox.get(timeout=LONG)

    def last(self) -> dict[str, Any]:
        while (message := self.next())["type"] not in ("finished", "error"):
            pass
        return message


MakePool = Callable[..., Pool]


@pytest.fixture
def make_pool() -> Iterator[MakePool]:
    made: list[Pool] = []

    def make(size: int = 1, **options: Any) -> Pool:
        worker = lambda: WorkerProcess([sys.executable, str(FAKE_WORKER)])  # noqa: E731
        made.append(Pool(size, make_worker=worker, **options))
        return made[-1]

    yield make
    for pool in made:
        pool.close()


def start(pool: Pool, prompt: str, owner: str = "") -> Reader:
    reader = Reader(prompt, owner)
    pool.submit(reader.job)
    return reader


def test_no_process_exists_before_it_is_needed(make_pool: MakePool) -> None:
    assert make_pool().n_processes == 0


def test_a_job_is_answered_from_started_to_finished(make_pool: MakePool) -> None:
    reader = start(make_pool(), "hello")
    assert [reader.next()["type"] for _ in range(3)] == ["started", "token", "finished"]


def test_one_process_answers_one_after_the_other(make_pool: MakePool) -> None:
    pool = make_pool()
    texts = {start(pool, f"job {n}").last()["text"] for n in range(3)}
    assert len(texts) == 1


def test_a_second_process_starts_only_when_the_first_is_busy(make_pool: MakePool) -> None:
    pool = make_pool(size=2)
    first = start(pool, "until cancelled")
    assert first.next()["type"] == "started"
    assert pool.n_processes == 1
    assert start(pool, "hello").last()["type"] == "finished"
    assert pool.n_processes == 2


def test_p24_cancelling_ends_a_running_job(make_pool: MakePool) -> None:
    reader = start(make_pool(), "until cancelled")
    assert reader.next()["type"] == "started"
    reader.job.cancel()
    assert reader.last()["reason"] == "cancelled"


def test_p24_a_cancelled_job_that_waits_never_starts(make_pool: MakePool) -> None:
    pool = make_pool()
    running = start(pool, "until cancelled")
    running.next()
    waiting = start(pool, "hello")
    waiting.job.cancel()
    assert waiting.next()["reason"] == "cancelled"
    running.job.cancel()
    assert running.last()["type"] == "finished"
    assert waiting.inbox.empty()


def test_a_dead_process_is_named_and_replaced(make_pool: MakePool) -> None:
    pool = make_pool()
    assert start(pool, "die").last()["code"] == "worker_died"
    assert start(pool, "hello").last()["type"] == "finished"


def test_a_process_killed_while_it_writes_is_replaced(make_pool: MakePool) -> None:
    pool = make_pool()
    reader = start(pool, "until cancelled")
    reader.next()
    pid = int(reader.next()["text"].split()[1])
    os.kill(pid, signal.SIGKILL)
    assert reader.last()["code"] == "worker_died"
    assert start(pool, "hello").last()["text"] != f"pid {pid}"


def test_a_full_queue_says_busy_at_once(make_pool: MakePool) -> None:
    pool = make_pool(max_waiting=1)
    start(pool, "until cancelled").next()
    start(pool, "waits")
    with pytest.raises(PoolBusyError) as caught:
        start(pool, "too many")
    assert not caught.value.mine


def test_one_person_cannot_fill_the_queue(make_pool: MakePool) -> None:
    pool = make_pool(max_per_owner=1)
    start(pool, "until cancelled", owner="ada").next()
    with pytest.raises(PoolBusyError) as caught:
        start(pool, "more", owner="ada")
    assert caught.value.mine
    start(pool, "mine", owner="ben")


def test_an_idle_process_ends_and_comes_back_when_needed(make_pool: MakePool) -> None:
    pool = make_pool(idle_seconds=0.0)
    assert start(pool, "hello").last()["type"] == "finished"
    with pool._changed:
        assert pool._changed.wait_for(lambda: not pool._workers, LONG)
    assert start(pool, "again").last()["type"] == "finished"


def test_closing_ends_what_runs_and_what_waits(make_pool: MakePool) -> None:
    pool = make_pool()
    running = start(pool, "until cancelled")
    running.next()
    waiting = start(pool, "hello")
    pool.close()
    assert waiting.last()["reason"] == "cancelled"
    assert running.last()["type"] in ("error", "finished")
