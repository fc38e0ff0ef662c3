"""One host with its workers and its servers, all of which may die and come back."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.servers.own_servers import Postgres, Redis

LEASE: Final = 8.0  # seconds; a supervisor has to start within, also on a busy machine
ROOT = Path(__file__).resolve().parents[3]
MODULES = {
    "training": ("tests.system.chaos.hands", "training"),
    "short": ("tests.system.chaos.hands", "short"),
    "warm": ("training.warm",),
}


class Site:
    """The processes of a host. `postgres` is None where the database is an SQLite file of the home folder."""

    def __init__(self, home: Path, postgres: Postgres | None, redis: Redis | None) -> None:
        self.home, self.postgres, self.redis = home, postgres, redis
        self.programs: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        from training.warm_client import socket_file

        where = (str(socket_file(self.home)),) if name == "warm" else ()
        with (self.home / f"{name}.log").open("ab") as log:
            self.programs[name] = subprocess.Popen(
                [sys.executable, "-m", *MODULES[name], *where],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self, name: str) -> bool:
        """Kill a program, and start it again as a process manager does."""
        self.end(name)
        self.start(name)
        return True

    def is_warm(self) -> bool:
        """Say whether the warm process answers by now."""
        from training.warm_client import address, socket_file

        with socket.socket(socket.AF_UNIX) as caller, address(socket_file(self.home)) as where:
            caller.settimeout(1.0)
            return caller.connect_ex(where) == 0

    def end(self, name: str) -> None:
        self.programs[name].kill()
        self.programs[name].wait()

    def database_away(self, seconds: float) -> None:
        """Let nobody write for a while; PostgreSQL crashes, SQLite is held by somebody else."""
        if self.postgres is not None:
            self.postgres.stop()
            time.sleep(seconds)
            self.postgres.start()
            return
        holder = sqlite3.connect(self.home / "db.sqlite3", timeout=20, isolation_level=None)
        holder.execute("begin exclusive")
        time.sleep(seconds)
        holder.execute("rollback")
        holder.close()

    def processes(self) -> dict[int, str]:
        """Return everything that runs with this home folder, by number: what it was started as."""
        mine = f"SLAMDUNK_HOME={self.home}".encode()
        return {
            int(entry.name): command
            for entry in Path("/proc").glob("[0-9]*")
            if int(entry.name) != os.getpid() and (command := command_with(entry, mine))
        }


def command_with(entry: Path, variable: bytes) -> str:
    """Return the command of a process that was started with this variable, "" of all others."""
    try:
        if variable in (entry / "environ").read_bytes().split(b"\0"):
            return (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        pass  # it has ended, or it is not ours
    return ""


@contextmanager
def site(home: Path, school: bool) -> Iterator[Site]:
    """Start what a site needs, point the environment at it, and end everything afterwards."""
    os.environ |= {"SLAMDUNK_HOME": str(home), "DATABASE_URL": "", "REDIS_URL": ""}
    if not school:
        made = Site(home, None, None)
        try:
            yield made
        finally:
            end_all(made)
        return
    with Postgres() as postgres, Redis() as redis:
        os.environ |= {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url}
        made = Site(home, postgres, redis)
        try:
            yield made
        finally:
            end_all(made)


def end_all(site: Site) -> None:
    for name in site.programs:
        site.end(name)
    for pid in site.processes():
        os.kill(pid, signal.SIGKILL)
