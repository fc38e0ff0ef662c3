"""A thousand people watch ten runs: how long a point takes from being written to being seen, and what it costs."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any, Final

import psutil
from websockets.asyncio.client import connect

from benchmarks.site import ROOT, Site, running_site

SOCKETS: Final = 1000
RUNS: Final = 10
RATE: Final = 5.0  # points a second of each run
SECONDS: Final = 30.0
AT_ONCE: Final = 40  # sockets that are being opened
PATIENCE: Final = 30.0  # seconds for the last points to arrive


@dataclass
class Watcher:
    """One socket: which events came, and how late."""

    run: str
    whole: int | None = None  # how many there are, once that is known
    seqs: list[int] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)  # seconds


async def watch(site: Site, watcher: Watcher, gate: asyncio.Semaphore, opened: asyncio.Semaphore) -> None:
    address = f"{site.url.replace('http', 'ws', 1)}/ws/runs/{watcher.run}/"
    headers = {"Authorization": f"Bearer {site.token}"}
    options: dict[str, Any] = {"compression": None, "ping_interval": None, "proxy": None, "max_queue": 64}
    await gate.acquire()
    async with connect(address, additional_headers=headers, open_timeout=120, **options) as socket:
        await socket.recv()  # the history so far: none
        gate.release()
        opened.release()
        async for text in socket:
            now = time.time()
            for event in json.loads(text).get("events", ()):
                watcher.seqs.append(event["seq"])
                watcher.delays.append(now - event["time"])
            if watcher.whole is not None and len(watcher.seqs) >= watcher.whole:
                return  # at the next heartbeat, if all was there before


async def watched(
    site: Site, ids: list[str], writer: subprocess.Popen[str]
) -> tuple[list[Watcher], int, float]:
    """Open all sockets, let the runs tell; return what was seen, the points of each run, and the cores used."""
    watchers = [Watcher(ids[n % len(ids)]) for n in range(SOCKETS)]
    gate, opened = asyncio.Semaphore(AT_ONCE), asyncio.Semaphore(0)
    tasks = [asyncio.create_task(watch(site, watcher, gate, opened)) for watcher in watchers]
    for _ in watchers:
        await opened.acquire()
    web = web_process(site)
    before, began = sum(web.cpu_times()[:2]), time.monotonic()
    say(writer, "go")
    told = int(await asyncio.to_thread(pipe(writer.stdout).readline))
    used = (sum(web.cpu_times()[:2]) - before) / (time.monotonic() - began)
    for watcher in watchers:
        watcher.whole = told
    await asyncio.wait(tasks, timeout=PATIENCE)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return watchers, told, used


def web_process(site: Site) -> psutil.Process:
    """Return the process that serves pages and sockets."""
    family = psutil.Process(site.pid).children(recursive=True)
    return next(one for one in family if "daphne" in one.cmdline())


@contextmanager
def writing(site: Site) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The runs that are watched, in a process that can be told to begin; gone afterwards."""
    command = [sys.executable, "-m", "benchmarks.live_writer", str(RUNS), str(RATE), str(SECONDS)]
    environment = {**os.environ, "SLAMDUNK_HOME": site.home}
    streams: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **streams) as writer:
        try:
            yield writer, json.loads(pipe(writer.stdout).readline())
        finally:
            say(writer, "done")


def pipe(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise RuntimeError("the writer has no pipes")
    return stream


def say(writer: subprocess.Popen[str], word: str) -> None:
    pipe(writer.stdin).write(f"{word}\n")
    pipe(writer.stdin).flush()


def report(site: Site) -> Iterator[tuple[str, str]]:
    """Yield what was measured, as name and figure."""
    with writing(site) as (writer, ids):
        watchers, told, used = asyncio.run(watched(site, ids, writer))
    delays = sorted(delay for watcher in watchers for delay in watcher.delays)
    whole = list(range(1, told + 1))
    gaps = sum(watcher.seqs != whole for watcher in watchers)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    yield "sockets, runs, points a second of each", f"{SOCKETS}, {RUNS}, {told / SECONDS:.1f}"
    yield "from write to receive, median", f"{1000 * delays[len(delays) // 2]:.0f} ms"
    yield "from write to receive, 99 of 100", f"{1000 * delays[int(len(delays) * 0.99)]:.0f} ms"
    yield "use of the web process", f"{100 * used:.0f} % of a core"
    yield "sockets with a gap or a double", f"{gaps} ({len(delays):,} points received)"
    yield "load of the machine", load


if __name__ == "__main__":
    with running_site() as own:
        for what, figure in report(own):
            print(f"  {what:<40} {figure}")
