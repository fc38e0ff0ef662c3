"""A PostgreSQL and a Redis of the tests' own, on free loopback ports, that may be stopped and started again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

PLAIN = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}  # a server is no part of the site that uses it


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_plain_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: step down to the account that its package made."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


class Postgres:
    """A fresh, empty PostgreSQL; started within `with`, and gone afterwards."""

    def __init__(self) -> None:
        installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        self.programs = installed[-1] if installed else Path(str(shutil.which("initdb"))).parent
        self.folder = Path(tempfile.mkdtemp(prefix="slamdunk-pg-"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.port = free_port()
        self.url = f"postgres://slamdunk@127.0.0.1:{self.port}/postgres"
        self._do("initdb", "-U", "slamdunk", "-A", "trust", "-E", "UTF8", "-N")

    def start(self) -> None:
        settings = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -c fsync=off"
        self._do("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", settings, "start")

    def stop(self) -> None:
        """Stop as a crash does: what was not committed is lost, and nobody is told."""
        self._do("pg_ctl", "-w", "-m", "immediate", "stop")

    def _do(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), "-D", str(self.folder / "data"), *arguments]
        output = subprocess.DEVNULL  # a pipe would be kept open by the server
        command = as_plain_user(command)
        subprocess.run(command, check=True, stdout=output, stderr=output, cwd=self.folder, env=PLAIN)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Redis:
    """A fresh, empty Redis that keeps nothing on disk; started within `with`."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        command = ["redis-server", *options]
        self.server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=PLAIN)
        if self.server.stdout is None:
            raise RuntimeError("redis-server has no output to read")
        for line in self.server.stdout:
            if "Ready to accept connections" in line:
                break

    def stop(self) -> None:
        self.server.terminate()
        self.server.wait(10)
        if self.server.stdout is not None:
            self.server.stdout.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.stop()
